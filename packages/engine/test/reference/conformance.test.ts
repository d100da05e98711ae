import { referenceInMemory, runConformance } from '@silhouette/testkit';

runConformance(referenceInMemory);
