import { runConformance, storedEngine } from '@silhouette/testkit';
import { makeIndexEngine } from './make-index-engine.ts';

runConformance(storedEngine('index', (session) => makeIndexEngine(session, Number.POSITIVE_INFINITY)));
runConformance(storedEngine('index with recent tables', makeIndexEngine));
