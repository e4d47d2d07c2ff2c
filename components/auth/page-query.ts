/** What these pages take from their address. */
export type PageQuery = { searchParams: Promise<Record<string, string | string[] | undefined>> };
