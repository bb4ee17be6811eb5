import { DocumentListPage } from '../[app]/[model]/document-pages.tsx';

export const metadata = { title: 'Contacts' };

export default function Page() {
  return <DocumentListPage path="/contacts" />;
}
