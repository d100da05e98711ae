/** The one text of the page that needs no dictionary: it says, in every language, that none arrived. */
const UNLOADED: readonly { readonly lang: string; readonly text: string; readonly reload: string }[] = [
  { lang: 'ko', text: '화면을 불러오지 못했습니다. 서버가 실행 중인지 확인한 뒤 다시 시도하세요.', reload: '새로 고침' },
  { lang: 'en', text: 'The page could not be loaded. Check that the server is running, then try again.', reload: 'Reload' },
];

/** Shows, in place of the page, that its texts did not arrive, and how to try again. */
export function showUnloaded(root: HTMLElement): void {
  const main = document.createElement('main');
  main.className = 'full-notice';
  const title = document.createElement('h1');
  title.className = 'visually-hidden';
  title.textContent = document.title;
  main.append(title);
  for (const { lang, text, reload } of UNLOADED) {
    const part = document.createElement('section');
    part.lang = lang;
    const line = document.createElement('p');
    line.textContent = text;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-plain';
    button.textContent = reload;
    button.addEventListener('click', () => location.reload());
    part.append(line, button);
    main.append(part);
  }
  root.replaceChildren(main);
}
