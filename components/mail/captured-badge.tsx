import { FlaskConical } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';

/** On mail that a copied database was not allowed to send. */
export function CapturedBadge() {
  return (
    <Badge tone="warning" icon={FlaskConical} title="This database is a copy: the sandbox took the mail instead.">
      Captured
    </Badge>
  );
}
