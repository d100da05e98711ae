import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, beginPage } from './app/app.tsx';
import { loadChunk } from './app/load-chunk.ts';
import { showUnloaded } from './app/show-unloaded.ts';
import { readStyleNonce } from './app/style-nonce.ts';
import { startLanguage } from './i18n/language.ts';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './app/tokens.css';
import './app/base.css';
import './app/controls.css';
import './app/frame.css';
import './ui/ui.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');
// Dialogs that hold the page still write a style element: the content policy lets it through by this.
const nonce = readStyleNonce();
if (nonce !== null) setNonce(nonce);
beginPage(location.pathname);
loadChunk(startLanguage).then(
  () =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  () => showUnloaded(root),
);
