import type { Metadata } from 'next';
import { DocumentListPage, listTitle } from './document-pages.tsx';

type Props = { params: Promise<{ app: string; model: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { app, model } = await params;
  return { title: listTitle(`/${app}/${model}`) };
}

export default async function Page({ params }: Props) {
  const { app, model } = await params;
  return <DocumentListPage path={`/${app}/${model}`} />;
}
