import { Building2, ChevronRight, type LucideIcon, Users } from 'lucide-react';
import { Section } from '#components/form/section.tsx';
import { Link } from '#components/ui/link.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';

/** The way to users and companies, with how many there are. */
export function PeopleLinks({ users, companies }: { users: number; companies: number }) {
  return (
    <Section title="People" description="Who signs in, and the companies they work for." className="border-t! pt-7!">
      <ul className="divide-y overflow-hidden rounded-lg border">
        <PeopleLink href="/settings/users" icon={Users} label="Users" count={users} />
        <PeopleLink href="/settings/companies" icon={Building2} label="Companies" count={companies} />
      </ul>
    </Section>
  );
}

function PeopleLink(props: { href: string; icon: LucideIcon; label: string; count: number }) {
  const { href, icon: Icon, label, count } = props;
  return (
    <li>
      <Link
        href={href}
        className="flex items-center gap-3 px-4 py-3 text-sm hover:bg-accent focus-visible:-outline-offset-2"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span className="min-w-0 flex-1 font-medium">{label}</span>
        <NumberFormat value={count} className="text-muted-foreground" />
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </Link>
    </li>
  );
}
