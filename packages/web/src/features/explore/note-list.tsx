import type { Note } from '@silhouette/model';
import { useLanguage } from '../../i18n/language.ts';
import { describeNote } from './describe-note.ts';
import { useLookup } from './explore-context.ts';
import { OriginalWords } from './original-words.tsx';

/** What is to be known about an answer, in the reader's language. */
export function NoteList({ notes }: { readonly notes: readonly Note[] }) {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  return (
    <ul className="note-list">
      {notes.map((note) => {
        const text = describeNote(note, { t, lang, lookup });
        return (
          <li key={`${note.code} ${note.message}`}>
            {text ?? <span lang="en">{note.message}</span>}
            {text === null ? null : <OriginalWords text={note.message} />}
          </li>
        );
      })}
    </ul>
  );
}
