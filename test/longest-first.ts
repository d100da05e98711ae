import { BaseSequencer, type TestSequencer, type TestSpecification } from 'vitest/node';

/**
 * A sequencer that begins with the files whose path ends with one of these, in this order: so that workers end at about the same time. The
 * others follow in vitest's own order.
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
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
    }
  };
}
