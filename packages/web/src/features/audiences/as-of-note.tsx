import type { ExploreAnswer } from '@silhouette/model';
import { useQuery } from '@tanstack/react-query';
import { requestJson } from '../../api/request-json.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import type { JsonObject } from '../explore/definition/to-definition.ts';

/** Says, where the number on the page is of another time, that an audience is counted by the newest data, and how many that are. */
export function AsOfNote({ definition }: { readonly definition: JsonObject }) {
  const { t, lang } = useLanguage();
  const size = useQuery({
    queryKey: ['explore', 'size', definition],
    queryFn: ({ signal }) => requestJson<ExploreAnswer>('/api/explore', { audience: definition, panels: [] }, signal),
  });
  const texts = t.audiences.save;
  return (
    <p className="notice notice-info" data-testid="as-of-note">
      {texts.elsewhen}
      {size.data === undefined
        ? null
        : ` ${texts.sizeNow(formatCount(size.data.count, lang), t.group.customers(size.data.count))}`}
    </p>
  );
}
