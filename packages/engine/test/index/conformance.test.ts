import { runConformance, storedEngine } from '@silhouette/testkit';
import { makeIndexEngine } from './make-index-engine.ts';

runConformance(storedEngine('index', makeIndexEngine));
