import { health } from '@/lib/core/health';

/** 200 when every part answers, 503 with the reason when one is down. */
export async function GET() {
  const report = await health();
  return Response.json(report, { status: report.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
