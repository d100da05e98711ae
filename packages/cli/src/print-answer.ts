import type { ExploreAnswer, Note } from '@silhouette/model';
import { formatCount, formatDuration, formatShare } from './terminal/format.ts';
import { paint, print, type Terminal } from './terminal/terminal.ts';

type Head = Pick<ExploreAnswer, 'count' | 'base' | 'sentence' | 'asOf' | 'snapshot' | 'engine' | 'elapsedMs' | 'notes'>;

/** Prints what every answer about an audience begins with: the sentence in both languages, the count, where it is from, notes. */
export function printAnswerHead(terminal: Terminal, answer: Head): void {
  print(terminal, answer.sentence.ko);
  print(terminal, paint(terminal, 'dim', answer.sentence.en));
  const share = answer.base === 0 ? null : answer.count / answer.base;
  print(
    terminal,
    `${paint(terminal, 'bold', formatCount(answer.count))} of ${formatCount(answer.base)} customers (${formatShare(share)})`,
  );
  print(
    terminal,
    paint(
      terminal,
      'dim',
      `as of ${answer.asOf} · snapshot ${answer.snapshot} · ${answer.engine} · ${formatDuration(answer.elapsedMs)}`,
    ),
  );
  printNotes(terminal, answer.notes);
}

/** Prints what the reader must know about an answer. */
export function printNotes(terminal: Terminal, notes: readonly Note[]): void {
  for (const note of notes) print(terminal, `${paint(terminal, 'yellow', '!')} ${note.message}`);
}
