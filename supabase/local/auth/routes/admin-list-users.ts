import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { inTransaction } from '../transaction.ts';
import { loadUserJson } from '../user-json.ts';
import type { UserRow } from '../users.ts';

/** `created_at asc|desc`; newest first when the caller does not say. */
function readDirection(sort: string | null): 'asc' | 'desc' {
  if (sort === null) return 'desc';
  const [field = '', direction = 'desc'] = sort.split(' ', 2);
  if (field !== 'created_at') throw badRequest(`Bad Sort Parameters: bad field for sort '${field}'`);
  const lower = direction.toLowerCase();
  if (lower === 'asc' || lower === 'desc') return lower;
  const advice = "only 'asc' and 'desc' allowed";
  throw badRequest(`Bad Sort Parameters: bad direction for sort '${direction}', ${advice}`);
}

/** GET /admin/users?page&per_page&sort&filter, with `x-total-count` and `link`; `filter` is part of an address or full name. */
export async function adminListUsers(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const number = (name: string, fallback: number) => {
    const given = request.query.get(name) ?? '';
    if (given === '') return fallback;
    const value = Number(given);
    if (!Number.isSafeInteger(value) || value < 1 || value > 1_000_000) {
      throw badRequest(`Bad Pagination Parameters: strconv.ParseUint: parsing "${given}": invalid syntax`);
    }
    return value;
  };
  const page = number('page', 1);
  const perPage = number('per_page', 50);
  const direction = readDirection(request.query.get('sort'));
  return inTransaction(auth.pool, async (tx) => {
    const filter = request.query.get('filter') ?? '';
    if (filter.includes('\0')) throw badRequest('Bad Pagination Parameters: filter');
    const pattern = filter === '' ? null : `%${filter}%`;
    const condition = `aud = 'authenticated'
      and ($1::text is null or email like $1 or raw_user_meta_data ->> 'full_name' ilike $1)`;
    const counted = await tx.query<{ total: string }>(
      `select count(*) as total from auth.users where ${condition}`,
      [pattern],
    );
    const { rows } = await tx.query<UserRow>(
      `select * from auth.users where ${condition} order by created_at ${direction}, id limit $2 offset $3`,
      [pattern, perPage, (page - 1) * perPage],
    );
    const users = [];
    for (const row of rows) users.push(await loadUserJson(tx, row));
    const total = Number(counted.rows[0]?.total ?? 0);
    const last = Math.ceil(total / perPage);
    const link = (rel: string, to: number) =>
      `</admin/users?${new URLSearchParams({ page: String(to), per_page: String(perPage) }).toString()}>; rel="${rel}"`;
    const links = [...(last > page ? [link('next', page + 1)] : []), link('last', last)];
    return json({ users, aud: 'authenticated' }, { link: links.join(', '), 'x-total-count': String(total) });
  });
}
