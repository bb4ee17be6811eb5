import { NewDocumentPage } from '../../[app]/[model]/document-pages.tsx';

export const metadata = { title: 'New contact' };

export default function Page() {
  return <NewDocumentPage path="/contacts" />;
}
