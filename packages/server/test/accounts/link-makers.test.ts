import { describeLinkMakers } from './link-makers-suite.ts';

describeLinkMakers(() => ({}));
