import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError } from '../../api/request-json.ts';
import { useLanguage } from '../../i18n/language.ts';
import { showToast } from '../../ui/toast.tsx';

/** Whether an error says that a snapshot is not kept any more. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.issues.some(({ code }) => code === 'snapshot-gone');
}

/**
 * After a load the numbers come from a new snapshot: everything known of an older one is then asked anew, and the page
 * says so. `askNewest` asks for the number once more (null: the page is pinned to a snapshot): what the page holds on to
 * may be gone before any number has told of newer data.
 */
export function useRenewedData(newest: string, askNewest: (() => void) | null): void {
  const client = useQueryClient();
  const { t } = useLanguage();
  const known = useRef(newest);
  const ask = useRef(askNewest);
  useEffect(() => {
    ask.current = askNewest;
  });
  useEffect(() => {
    if (known.current === newest) return;
    known.current = newest;
    void client.invalidateQueries({ predicate: (query) => !isOfSnapshot(query, newest) });
    showToast(t.shell.newest);
  }, [client, newest, t]);
  useEffect(() => {
    let isAsked = false;
    return client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error' || isAsked) return;
      if (!isGone(event.action.error) || !isOfSnapshot(event.query, newest)) return;
      isAsked = true;
      ask.current?.();
    });
  }, [client, newest]);
}

/** Whether what a query asks is of one snapshot, by its key. */
function isOfSnapshot({ queryKey }: Query, snapshot: string): boolean {
  return queryKey.some((part) => typeof part === 'object' && part !== null && 'snapshot' in part && part.snapshot === snapshot);
}
