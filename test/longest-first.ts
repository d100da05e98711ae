import { BaseSequencer, type TestSequencer, type TestSpecification } from 'vitest/node';

/**
 * A sequencer that begins with the files whose path ends with one of these, in this order, so that workers end at about the same time; then
 * come files with processes of their own, then those that share one, project by project: a process is shared with the next file only. Within
 * these the order is vitest's own.
 */
export function beginWith(
  endings: readonly string[],
): new (
  ...args: ConstructorParameters<typeof BaseSequencer>
) => TestSequencer {
  const rank = ({ moduleId }: TestSpecification): number => {
    const place = endings.findIndex((ending) => moduleId.endsWith(ending));
    return place < 0 ? endings.length : place;
  };
  const groupOf = ({ project }: TestSpecification): string => (project.config.isolate ? '' : project.name);
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      return sorted.sort((a, b) => rank(a) - rank(b) || groupOf(a).localeCompare(groupOf(b)));
    }
  };
}
