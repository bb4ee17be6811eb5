import type { Metadata } from 'next';
import { DocumentPage, documentTitle } from '../document-pages.tsx';

type Props = { params: Promise<{ app: string; model: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { app, model, id } = await params;
  return { title: await documentTitle(`/${app}/${model}`, id) };
}

export default async function Page({ params }: Props) {
  const { app, model, id } = await params;
  return <DocumentPage path={`/${app}/${model}`} id={id} />;
}
