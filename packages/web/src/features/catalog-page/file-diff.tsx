import { useLanguage } from '../../i18n/language.ts';

interface FileDiffProps {
  /** A unified diff. */
  readonly diff: string;
  readonly file: string;
}

const KINDS: Readonly<Record<string, string>> = { '+': 'is-added', '-': 'is-removed', '@': 'is-place' };

/** What changes in a file, line by line; signs say it, too, not the colour alone. */
export function FileDiff({ diff, file }: FileDiffProps) {
  const { t } = useLanguage();
  const [, ...hunks] = diff.split(/^(?=@@)/m);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="file-diff" tabIndex={0} aria-label={t.catalogPage.diffOf(file)}>
      <pre>
        {hunks
          .join('')
          .replace(/\n$/, '')
          .split('\n')
          .map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text are their places
            <span key={index} className={KINDS[line.charAt(0)] ?? ''}>
              {`${line}\n`}
            </span>
          ))}
      </pre>
    </section>
  );
}
