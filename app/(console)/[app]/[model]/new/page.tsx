import { NewDocumentPage } from '../document-pages.tsx';

export const metadata = { title: 'New' };

export default async function Page({ params }: { params: Promise<{ app: string; model: string }> }) {
  const { app, model } = await params;
  return <NewDocumentPage path={`/${app}/${model}`} />;
}
