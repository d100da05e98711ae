import { LongListEditor } from './long-list-editor.tsx';
import { ShortListEditor } from './short-list-editor.tsx';
import { MOST_LINES, type TextValuesEditorProps } from './text-values.ts';

/** Any number of texts, one a line; a long list is told by its size and is added to and taken from. */
export function TextValuesEditor(props: TextValuesEditorProps) {
  return (
    <div className="text-values">
      {props.values.length > MOST_LINES ? <LongListEditor {...props} /> : <ShortListEditor {...props} />}
    </div>
  );
}
