import { readScalar } from '../scalar-file';

// Read once, at build, so that it need not be deployed beside the app.
export const dynamic = 'force-static';

/** The program of the API reference. Its address carries its version: what was fetched once is never asked for again. */
export async function GET(): Promise<Response> {
  return new Response(await readScalar(), {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
}
