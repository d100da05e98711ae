import { ChdbEngine } from '@silhouette/engine';
import { runConformance, storedEngine } from '@silhouette/testkit';

runConformance(storedEngine('chdb', (session) => new ChdbEngine(session)));
