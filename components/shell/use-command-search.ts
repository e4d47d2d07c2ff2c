'use client';

import { useEffect, useState } from 'react';

import type { CommandGroup, CommandSearch } from './command-types';

const pauseMs = 150;

type Found = { query: string; groups: readonly CommandGroup[]; failed: boolean };

/** Runs a palette's search after a pause in typing; a newer query aborts the older one. */
export function useCommandSearch(query: string, search: CommandSearch | undefined) {
  const [found, setFound] = useState<Found>({ query: '', groups: [], failed: false });
  useEffect(() => {
    if (search === undefined || query === '') return undefined;
    const controller = new AbortController();
    const settle = (groups: readonly CommandGroup[], failed: boolean) => {
      if (!controller.signal.aborted) setFound({ query, groups, failed });
    };
    const timer = setTimeout(() => {
      search(query, controller.signal).then(
        (groups) => settle(groups, false),
        () => settle([], true),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, search]);
  const searching = search !== undefined && query !== '' && found.query !== query;
  return {
    searching,
    failed: found.failed && !searching,
    groups: query === '' ? [] : found.groups,
  };
}
