/** A raw mail as a file to save. Never shown in place: a browser might read it as HTML. */
export function emlResponse({ fileName, content }: { fileName: string; content: Uint8Array }): Response {
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': 'message/rfc822',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]+/g, '_')}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    },
  });
}
