import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './explore-driver.ts';
import { openPage } from './open-page.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';
import { writeCode } from './write-code.ts';

/** What the steps look for, in both languages. */
const WORDS = {
  ko: {
    settings: '테마와 단축키',
    setUpMenu: '계정 만들기',
    setUp: '첫 계정 만들기',
    name: '이름',
    people: '사람',
    roles: '역할',
    account: '내 계정',
    signOut: '로그아웃',
    signInTitle: 'Silhouette 로그인',
    accountOf: (email: string) => `${email} 계정`,
    invite: '초대',
    inviteTitle: '사람 초대하기',
    scope: '고객 범위',
    makeLink: '링크 만들기',
    link: '이 링크를 전해 주세요',
    accept: 'Silhouette 초대',
    cancel: '취소',
    stay: '계속 쓰기',
    drop: '버리고 닫기',
    withdraw: (email: string) => `${email} 초대 취소`,
    actions: (name: string) => `${name} 님에 대한 작업`,
    edit: '역할과 고객 범위',
    sessionsOf: (name: string) => `${name} 님이 로그인한 곳`,
    sessions: '로그인된 곳',
    scoped: '일부 고객',
    disable: '사용 중지',
    enable: '다시 사용',
    disabled: '사용 중지',
    enabled: '사용 중',
    reset: '새 비밀번호 링크',
    resetTitle: '새 비밀번호 정하기',
    remove: '삭제',
    removePerson: (name: string) => `${name} 님의 계정을 삭제할까요?`,
    save: '저장',
    newRole: '새 역할',
    readCatalog: '카탈로그 보기',
    ask: '고객군 질문: 고객 수, 패널, 특징, 추이',
    changeRole: '보는 사람 수정',
    removeRole: '보는 사람 삭제',
    removeRoleTitle: '역할 “보는 사람”을 삭제할까요?',
    inUse: '이 역할을 쓰는 사람이나 초대받은 사람이 있습니다.',
    keyName: '용도',
    makeKey: '키 만들기',
    removeKey: '키 nightly 삭제',
    keys: 'API 키',
    factor: '2단계 인증',
    factorStart: '설정하기',
    confirm: '비밀번호로 확인',
    code: '인증 앱의 코드',
    isOn: '켜짐: 로그인할 때 인증 앱의 코드가 필요합니다.',
  },
  en: {
    settings: 'Theme and shortcuts',
    setUpMenu: 'Set up accounts',
    setUp: 'Make the first account',
    name: 'Name',
    people: 'People',
    roles: 'Roles',
    account: 'My account',
    signOut: 'Sign out',
    signInTitle: 'Sign in to Silhouette',
    accountOf: (email: string) => `Account of ${email}`,
    invite: 'Invite',
    inviteTitle: 'Invite somebody',
    scope: 'Row scope',
    makeLink: 'Make the link',
    link: 'Hand this link on',
    accept: 'Your invitation to Silhouette',
    cancel: 'Cancel',
    stay: 'Go on writing',
    drop: 'Drop it and close',
    withdraw: (email: string) => `Take back the invitation of ${email}`,
    actions: (name: string) => `Actions for ${name}`,
    edit: 'Role and row scope',
    sessionsOf: (name: string) => `Where ${name} is signed in`,
    sessions: 'Sessions',
    scoped: 'some customers',
    disable: 'Disable',
    enable: 'Enable',
    disabled: 'disabled',
    enabled: 'active',
    reset: 'Link for a new password',
    resetTitle: 'Set a new password',
    remove: 'Remove',
    removePerson: (name: string) => `Remove ${name}?`,
    save: 'Save',
    newRole: 'New role',
    readCatalog: 'Read the catalog',
    ask: 'Ask about groups: counts, panels, portraits, histories',
    changeRole: 'Change Looker',
    removeRole: 'Remove Looker',
    removeRoleTitle: 'Remove the role Looker?',
    inUse: 'Somebody has this role, or is invited to it.',
    keyName: 'What it is for',
    makeKey: 'Make a key',
    removeKey: 'Remove the key nightly',
    keys: 'API keys',
    factor: 'Second factor',
    factorStart: 'Set up',
    confirm: 'Confirm with your password',
    code: 'Code of your app',
    isOn: 'On: signing in takes a code of your app.',
  },
} as const;

const PASSWORD = 'correct horse battery staple';
const NEW_PASSWORD = `${PASSWORD} anew`;
const OWNER = 'owner@example.com';
const KIM = 'kim@example.com';
const SCOPE = '{"attribute":"gender","in":["F"]}';
/** More than any page here has. */
const MOST_TABS = 80;

/** Presses Tab until something has the focus, which must show. @throws when it is not reached */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await target.waitFor();
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if ((await target.and(page.locator(':focus')).count()) === 1) return showsFocus(page);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target}.`);
}

async function pressAt(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

/** Expects that something has the focus by itself, and that it shows. */
async function expectFocusAt(target: Locator): Promise<void> {
  const page = target.page();
  await expect.poll(() => target.and(page.locator(':focus')).count(), { timeout: 10_000 }).toBe(1);
  await showsFocus(page);
}

/** By an outline or a shadow; items of menus are painted. */
async function showsFocus(page: Page): Promise<void> {
  const signs = await page.evaluate(
    `((element, { outlineStyle, boxShadow, backgroundColor }) => [outlineStyle, boxShadow, element.role === 'menuitem' && backgroundColor !== 'rgba(0, 0, 0, 0)'])(document.activeElement, getComputedStyle(document.activeElement))`,
  );
  expect(signs).not.toEqual(['none', 'none', false]);
}

/** Chooses an item of the menu that is open, by its arrows. */
async function chooseItem(page: Page, name: string): Promise<void> {
  const item = page.getByRole('menuitem', { name, exact: true });
  await item.waitFor();
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await item.and(page.locator(':focus')).count()) === 1) break;
    await page.keyboard.press('ArrowDown');
  }
  await expectFocusAt(item);
  await page.keyboard.press('Enter');
}

/** Chooses an option of a list that has the focus, by its arrows. */
async function chooseOption(list: Locator, value: string): Promise<void> {
  await tabTo(list);
  await list.page().keyboard.press('Home');
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await list.inputValue()) === value) return;
    await list.page().keyboard.press('ArrowDown');
  }
  throw new Error(`Arrows do not lead to ${value}.`);
}

type Language = keyof typeof WORDS;

describe('accounts with the keyboard alone', () => {
  let demo: RunningDemo;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    ({ demo, browser } = await startDemoInBrowser(500));
    // The store's first opening makes its database: it is not the first test's to wait for.
    await fetch(`${demo.url}/api/audiences`);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const open = (path: string, lang: Language) => openPage(browser, demo.url + path, lang, { timeoutMs: 20_000, complaints });
  const check = (page: Page) => expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
  const row = (page: Page, email: string) => page.getByRole('row', { name: new RegExp(email) });
  const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
  const title = (page: Page, level: number, name: string) => page.getByRole('heading', { level, name, exact: true });

  // There is one first account: the last language makes it.
  it.each(['en', 'ko'] as const)('the first account is set up, in %s', async (lang) => {
    const words = WORDS[lang];
    const { page, context } = await open('/catalog', lang);
    await pressAt(button(page, words.settings));
    await chooseItem(page, words.setUpMenu);
    await title(page, 1, words.setUp).waitFor();
    await expectFocusAt(page.getByLabel(words.name, { exact: true }));
    for (const text of ['Owner', OWNER, PASSWORD]) {
      await page.keyboard.type(text);
      if (text !== PASSWORD) await page.keyboard.press('Tab');
    }
    await check(page);
    if (lang === 'ko') {
      await page.keyboard.press('Enter');
      await title(page, 1, words.people).waitFor();
      await row(page, OWNER).waitFor();
    }
    await context.close();
  });

  describe.each(['ko', 'en'] as const)('in %s', (lang) => {
    const words = WORDS[lang];
    const actionsOf = (page: Page, name: string) => page.getByRole('button', { name: words.actions(name) });
    let owner: { readonly page: Page; readonly context: BrowserContext };
    let kim: { readonly page: Page; readonly context: BrowserContext };

    it('one signs in, and is where one wanted to be', async () => {
      owner = await open('/people', lang);
      const { page } = owner;
      await title(page, 1, words.signInTitle).waitFor();
      await page.keyboard.type(OWNER);
      await page.keyboard.press('Tab');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await row(page, OWNER).waitFor();
      await check(page);
    });

    it('somebody is invited, after nothing written was dropped unasked, and takes the link up', async () => {
      const { page } = owner;
      const dialog = page.getByRole('dialog', { name: words.inviteTitle });
      await pressAt(button(page, words.invite));
      await page.keyboard.type(KIM);
      const scope = dialog.getByLabel(words.scope);
      await tabTo(scope);
      await page.keyboard.type(SCOPE);
      for (const [key, place] of [
        ['Escape', scope],
        ['Enter', button(dialog, words.cancel)],
      ] as const) {
        await pressAt(place, key);
        await expectFocusAt(button(page, words.stay));
        await check(page);
        await page.keyboard.press('Enter');
        await expectFocusAt(place);
      }
      expect(await scope.inputValue()).toBe(SCOPE);
      await pressAt(button(dialog, words.makeLink));
      const shown = page.getByRole('dialog', { name: words.link });
      const link = await shown.locator('.secret').innerText();
      await check(page);
      await page.keyboard.press('Escape');
      await expectFocusAt(button(page, words.invite));

      const guest = await open('/', lang);
      await guest.page.goto(link);
      await title(guest.page, 1, words.accept).waitFor();
      await expectFocusAt(guest.page.getByLabel(words.name, { exact: true }));
      await guest.page.keyboard.type('Kim');
      await guest.page.keyboard.press('Tab');
      await guest.page.keyboard.type(PASSWORD);
      await check(guest.page);
      await guest.page.keyboard.press('Enter');
      await button(guest.page, words.accountOf(KIM)).waitFor();
      await guest.context.close();
    });

    it('an invitation is dropped half written, and one is taken back', async () => {
      const { page } = owner;
      await page.reload();
      const dialog = page.getByRole('dialog', { name: words.inviteTitle });
      await pressAt(button(page, words.invite));
      await page.keyboard.type('nobody');
      await page.keyboard.press('Escape');
      await pressAt(button(page, words.drop));
      await dialog.waitFor({ state: 'detached' });
      await expectFocusAt(button(page, words.invite));
      await page.keyboard.press('Enter');
      await page.keyboard.type('lee@example.com');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: words.link }).waitFor();
      await page.keyboard.press('Escape');
      await pressAt(button(page, words.withdraw('lee@example.com')));
      // It was the only one: the list goes with it.
      await expectFocusAt(title(page, 1, words.people));
      expect(await page.getByText('lee@example.com').count()).toBe(0);
      await check(page);
    });

    it('a role is made, changed, given to somebody with a row scope, and removed once nobody has it', async () => {
      const { page } = owner;
      await pressAt(button(page, words.accountOf(OWNER)));
      await chooseItem(page, words.roles);
      await title(page, 1, words.roles).waitFor();
      await pressAt(button(page, words.newRole));
      const dialog = page.getByRole('dialog');
      await page.keyboard.type('looker');
      for (const text of ['보는 사람', 'Looker']) {
        await page.keyboard.press('Tab');
        await page.keyboard.type(text);
      }
      await pressAt(dialog.getByLabel(words.readCatalog), 'Space');
      await page.keyboard.press('Escape');
      await expectFocusAt(button(page, words.stay));
      await page.keyboard.press('Escape');
      await expectFocusAt(dialog.getByLabel(words.readCatalog));
      await check(page);
      await pressAt(button(dialog, words.save));
      await dialog.waitFor({ state: 'detached' });
      await expectFocusAt(button(page, words.newRole));
      await pressAt(button(page, words.changeRole));
      await pressAt(dialog.getByLabel(words.ask), 'Space');
      await pressAt(button(dialog, words.save));
      await expectFocusAt(button(page, words.changeRole));
      await page.getByRole('region', { name: 'looker' }).getByText(words.ask).waitFor();

      const changeKim = async (role: string, scope: string) => {
        await pressAt(button(page, words.accountOf(OWNER)));
        await chooseItem(page, words.people);
        await pressAt(actionsOf(page, 'Kim'));
        await chooseItem(page, words.edit);
        await chooseOption(dialog.getByRole('combobox'), role);
        await tabTo(dialog.getByLabel(words.scope));
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Delete');
        await page.keyboard.type(scope);
        await check(page);
        await pressAt(button(dialog, words.save));
        await dialog.waitFor({ state: 'detached' });
        await expectFocusAt(actionsOf(page, 'Kim'));
        await expect.poll(() => row(page, KIM).getByText(words.scoped).count()).toBe(scope === '' ? 0 : 1);
      };
      await changeKim('looker', SCOPE);
      await row(page, KIM)
        .getByText(lang === 'ko' ? '보는 사람' : 'Looker')
        .waitFor();

      await pressAt(button(page, words.accountOf(OWNER)));
      await chooseItem(page, words.roles);
      const question = page.getByRole('dialog', { name: words.removeRoleTitle });
      await pressAt(button(page, words.removeRole));
      await expectFocusAt(button(question, words.cancel));
      await pressAt(button(question, words.remove));
      await question.getByText(words.inUse).waitFor();
      await check(page);
      await page.keyboard.press('Escape');
      await expectFocusAt(button(page, words.removeRole));
      await changeKim('viewer', '');
      await pressAt(button(page, words.accountOf(OWNER)));
      await chooseItem(page, words.roles);
      await pressAt(button(page, words.removeRole));
      await pressAt(button(question, words.remove));
      await expectFocusAt(title(page, 1, words.roles));
      expect(await page.getByRole('heading', { name: /looker/ }).count()).toBe(0);
      await check(page);
    });

    it('somebody is signed out, disabled, let in again, and given a new password’s link', async () => {
      const { page } = owner;
      await pressAt(button(page, words.accountOf(OWNER)));
      await chooseItem(page, words.people);
      const actions = actionsOf(page, 'Kim');
      await pressAt(actions);
      await chooseItem(page, words.sessions);
      const drawer = page.getByRole('dialog', { name: words.sessionsOf('Kim') });
      await pressAt(drawer.getByRole('listitem').first().getByRole('button'));
      await expect.poll(() => drawer.getByRole('listitem').count()).toBe(0);
      await check(page);
      await page.keyboard.press('Escape');
      await expectFocusAt(actions);
      for (const [item, state] of [
        [words.disable, words.disabled],
        [words.enable, words.enabled],
      ] as const) {
        await pressAt(actions);
        await chooseItem(page, item);
        await row(page, KIM).getByRole('cell', { name: state, exact: true }).waitFor();
        await expectFocusAt(actions);
      }
      await pressAt(actions);
      await chooseItem(page, words.reset);
      const link = await page.getByRole('dialog', { name: words.link }).locator('.secret').innerText();
      await page.keyboard.press('Escape');
      await expectFocusAt(actions);
      kim = await open('/', lang);
      await kim.page.goto(link);
      await title(kim.page, 1, words.resetTitle).waitFor();
      await expectFocusAt(kim.page.locator('input[type=password]'));
      await check(kim.page);
      await kim.page.keyboard.type(NEW_PASSWORD);
      await kim.page.keyboard.press('Enter');
      await button(kim.page, words.accountOf(KIM)).waitFor();
    });

    it('a key is made and removed, and a second factor set up and signed in with', async () => {
      const { page } = kim;
      await pressAt(button(page, words.accountOf(KIM)));
      await chooseItem(page, words.account);
      await tabTo(page.getByLabel(words.keyName));
      await page.keyboard.type('nightly');
      await pressAt(page.getByLabel(words.readCatalog), 'Space');
      await pressAt(button(page, words.makeKey));
      await expectFocusAt(page.locator('.secret'));
      await check(page);
      await pressAt(button(page, words.removeKey));
      await pressAt(button(page.getByRole('dialog'), words.remove));
      await expectFocusAt(title(page, 2, words.keys));

      await pressAt(button(page, words.factorStart));
      await tabTo(page.getByLabel(words.confirm));
      await page.keyboard.type(NEW_PASSWORD);
      await page.keyboard.press('Enter');
      await page.locator('.account-qr').waitFor();
      await expectFocusAt(title(page, 2, words.factor));
      const secret = await page.locator('.account-part .secret').first().innerText();
      await tabTo(page.getByLabel(words.code));
      await page.keyboard.type(writeCode(secret, Date.now()));
      await check(page);
      await page.keyboard.press('Enter');
      await page.getByText(words.isOn).waitFor();
      await expectFocusAt(title(page, 2, words.factor));
      await pressAt(button(page, words.accountOf(KIM)));
      await chooseItem(page, words.signOut);
      await title(page, 1, words.signInTitle).waitFor();
      await page.keyboard.type(KIM);
      await page.keyboard.press('Tab');
      await page.keyboard.type(NEW_PASSWORD);
      await page.keyboard.press('Enter');
      await expectFocusAt(page.getByLabel(words.code));
      await check(page);
      // The next code: the one that confirmed the app is used up.
      await page.keyboard.type(writeCode(secret, Date.now() + 30_000));
      await page.keyboard.press('Enter');
      await button(page, words.accountOf(KIM)).waitFor();
    });

    it('somebody is removed, when it was asked about', async () => {
      const { page } = owner;
      const actions = actionsOf(page, 'Kim');
      await pressAt(actions);
      await chooseItem(page, words.remove);
      const question = page.getByRole('dialog', { name: words.removePerson('Kim') });
      await expectFocusAt(button(question, words.cancel));
      await page.keyboard.press('Enter');
      await expectFocusAt(actions);
      await page.keyboard.press('Enter');
      await chooseItem(page, words.remove);
      await pressAt(button(question, words.remove));
      await row(page, KIM).waitFor({ state: 'detached' });
      await expectFocusAt(title(page, 1, words.people));
      await check(page);
    });
  });

  it('the pages complained of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
