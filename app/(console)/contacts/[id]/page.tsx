import type { Metadata } from 'next';
import { DocumentPage, documentTitle } from '../../[app]/[model]/document-pages.tsx';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await documentTitle('/contacts', (await params).id) };
}

export default async function Page({ params }: Props) {
  return <DocumentPage path="/contacts" id={(await params).id} />;
}
