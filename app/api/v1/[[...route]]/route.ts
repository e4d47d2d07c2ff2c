import { handle } from 'hono/vercel';

import { restApi } from '@/lib/api';

const handler = (request: Request) => handle(restApi())(request);

export { handler as GET, handler as POST, handler as PUT, handler as PATCH, handler as DELETE };
