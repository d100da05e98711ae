import { type AudienceEngine, type Question, ReferenceEngine } from '@silhouette/engine';
import type { AttributeTest, Predicate } from '@silhouette/model';
import { runDifferential } from '@silhouette/testkit';
import { describe, expect, it } from 'vitest';

/** An engine with one mistake: on attributes it takes `gte` for `gt`. */
function breakEngine(engine: AudienceEngine): AudienceEngine {
  const spoil = (question: Question): Question => ({ ...question, predicate: spoilPredicate(question.predicate) });
  return {
    name: 'index',
    count: (question) => engine.count(spoil(question)),
    panels: (question, attributes) => engine.panels(spoil(question), attributes),
    members: (question, page) => engine.members(spoil(question), page),
    memberKeys: (question) => engine.memberKeys(spoil(question)),
    memberOrdinals: (question) => engine.memberOrdinals(spoil(question)),
    portrait: (question, versus, attributes) => engine.portrait(spoil(question), versus, attributes),
    portraits: (scope, predicates, versus, attributes) =>
      engine.portraits(scope, predicates.map(spoilPredicate), spoilPredicate(versus), attributes),
    overlaps: (scope, predicates) => engine.overlaps(scope, predicates.map(spoilPredicate)),
    close: () => engine.close(),
  };
}

function spoilPredicate(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return { ...predicate, children: predicate.children.map(spoilPredicate) };
    case 'not':
      return { ...predicate, child: spoilPredicate(predicate.child) };
    case 'attribute':
      return { ...predicate, test: spoilTest(predicate.test) };
    default:
      return predicate;
  }
}

function spoilTest(test: AttributeTest): AttributeTest {
  if (test.kind !== 'compare') return test;
  return {
    ...test,
    comparisons: test.comparisons.map((comparison) => (comparison.op === 'gte' ? { ...comparison, op: 'gt' } : comparison)),
  };
}

describe('a wrong engine', () => {
  it('is found, and the definition and the world are cut down to what shows it', async () => {
    const make = (session: Parameters<typeof ReferenceEngine.on>[0]): AudienceEngine =>
      breakEngine(ReferenceEngine.on(session));
    const result = await runDifferential({ cases: 600, seed: 7, make });
    expect(result.failures.length).toBeGreaterThan(0);
    for (const { definition, world, seen } of result.failures) {
      expect(seen).toContain('only in reference: ["');
      expect(Object.keys(definition).sort()).toEqual(['attribute', 'gte']);
      expect(world.customers?.rows).toHaveLength(1);
      expect(world.events).toHaveLength(1);
    }
  });
});
