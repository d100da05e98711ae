import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './app/tokens.css';
import './app/base.css';
import './app/controls.css';
import './features/explore/explore.css';
import './features/explore/catalog/catalog.css';
import './features/explore/cards/cards.css';
import './features/explore/editors/editors.css';
import './features/explore/group/group.css';
import './features/explore/compare/compare.css';
import './features/explore/look-ahead/look-ahead.css';
import './features/explore/portrait/portrait.css';
import './features/explore/drawers/drawers.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
