import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './explore-driver.ts';
import { openPage } from './open-page.ts';
import type { RunningDemo } from './start-demo.ts';
import { startDemoInBrowser } from './start-demo-in-browser.ts';
import { writeCode } from './write-code.ts';

/** What the steps click on, in both languages. */
const WORDS = {
  ko: {
    settings: '테마와 단축키',
    setUpMenu: '계정 만들기',
    setUp: '첫 계정 만들기',
    make: '계정 만들기',
    name: '이름',
    email: '이메일',
    password: '비밀번호',
    newPassword: '새 비밀번호',
    current: '현재 비밀번호',
    change: '비밀번호 바꾸기',
    people: '사람',
    roles: '역할',
    role: '역할',
    invite: '초대',
    makeLink: '링크 만들기',
    link: '이 링크를 전해 주세요',
    close: '닫기',
    accept: 'Silhouette 초대',
    begin: '시작하기',
    gone: '더는 쓸 수 없는 링크입니다',
    signIn: '로그인',
    signInTitle: 'Silhouette 로그인',
    signOut: '로그아웃',
    account: '내 계정',
    accountOf: (email: string) => `${email} 계정`,
    wrong: '이메일이나 비밀번호가 맞지 않습니다.',
    factor: '설정하기',
    confirm: '비밀번호로 확인',
    goOn: '계속',
    key: '키:',
    code: '인증 앱의 코드',
    switchOn: '켜기',
    isOn: '켜짐: 로그인할 때 인증 앱의 코드가 필요합니다.',
    noApp: '인증 앱을 쓸 수 없습니다',
    recovery: '복구 코드',
    ended: '로그인이 끝났습니다.',
    newRole: '새 역할',
    roleId: '아이디',
    roleKo: '한국어 이름',
    roleEn: '영어 이름',
    ask: '고객군 질문: 고객 수, 패널, 특징, 추이',
    readCatalog: '카탈로그 보기',
    save: '저장',
    keyName: '용도',
    keyMake: '키 만들기',
    keyMade: '지금 키를 복사하세요. 다시 보이지 않습니다.',
    viewer: '조회자',
    more: '님에 대한 작업',
    disable: '사용 중지',
    disabled: '사용 중지',
    catalog: '카탈로그',
    audiences: '고객군',
    closed: '이 페이지를 볼 권한이 없습니다',
    managePeople: '“사람 초대와 계정 관리” 권한이 필요합니다.',
  },
  en: {
    settings: 'Theme and shortcuts',
    setUpMenu: 'Set up accounts',
    setUp: 'Make the first account',
    make: 'Make the account',
    name: 'Name',
    email: 'E-mail',
    password: 'Password',
    newPassword: 'New password',
    current: 'Current password',
    change: 'Change the password',
    people: 'People',
    roles: 'Roles',
    role: 'Role',
    invite: 'Invite',
    makeLink: 'Make the link',
    link: 'Hand this link on',
    close: 'Close',
    accept: 'Your invitation to Silhouette',
    begin: 'Begin',
    gone: 'This link is not good any more',
    signIn: 'Sign in',
    signInTitle: 'Sign in to Silhouette',
    signOut: 'Sign out',
    account: 'My account',
    accountOf: (email: string) => `Account of ${email}`,
    wrong: 'E-mail or password is wrong.',
    factor: 'Set up',
    confirm: 'Confirm with your password',
    goOn: 'Go on',
    key: 'Key:',
    code: 'Code of your app',
    switchOn: 'Switch on',
    isOn: 'On: signing in takes a code of your app.',
    noApp: 'I cannot use my app',
    recovery: 'Recovery code',
    ended: 'Your session has ended.',
    newRole: 'New role',
    roleId: 'Id',
    roleKo: 'Name in Korean',
    roleEn: 'Name in English',
    ask: 'Ask about groups: counts, panels, portraits, histories',
    readCatalog: 'Read the catalog',
    save: 'Save',
    keyName: 'What it is for',
    keyMake: 'Make a key',
    keyMade: 'Copy the key now: it is not shown again.',
    viewer: 'Viewer',
    more: 'Actions for',
    disable: 'Disable',
    disabled: 'disabled',
    catalog: 'Catalog',
    audiences: 'Audiences',
    closed: 'This page is not open to you',
    managePeople: 'It takes the permission “Invite people and manage accounts”.',
  },
} as const;

const PASSWORD = 'correct horse battery staple';
const OWNER = 'owner@example.com';

/** Folder for pictures of what is tested, to be looked at; none are taken without it. */
const PICTURES = process.env.E2E_PICTURES ?? '';

describe.each(['ko', 'en'] as const)('accounts in %s', (lang) => {
  const words = WORDS[lang];
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

  const open = (path: string) => openPage(browser, demo.url + path, lang, { timeoutMs: 60_000, complaints });

  async function check(page: Page, name: string): Promise<void> {
    if (PICTURES !== '') {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: `${PICTURES}/${name}-${lang}.png` });
    }
    await expect.poll(() => findViolations(page), { timeout: 20_000 }).toEqual([]);
  }

  async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
    const form = page.locator('.door-form');
    await form.getByLabel(words.email, { exact: true }).fill(email);
    await form.getByLabel(words.password, { exact: true }).fill(password);
    await form.getByRole('button', { name: words.signIn, exact: true }).click();
  }

  it('begins without accounts, and the first is made where one finds it', async () => {
    const { page, context } = await open('/catalog');
    await page.locator('.catalog-table tbody tr').first().waitFor();
    await page.getByRole('button', { name: words.settings }).click();
    await page.getByRole('menuitem', { name: words.setUpMenu }).click();
    await page.getByRole('heading', { level: 1, name: words.setUp }).waitFor();
    await check(page, 'set-up');
    await page.getByLabel(words.name, { exact: true }).fill('Owner');
    await page.getByLabel(words.email, { exact: true }).fill(OWNER);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: words.make }).click();
    await page.getByRole('heading', { level: 1, name: words.people }).waitFor();
    await page.getByRole('row', { name: new RegExp(OWNER) }).waitFor();
    await page.getByRole('button', { name: words.accountOf(OWNER) }).waitFor();
    await check(page, 'people');
    await context.close();
  });

  it('is signed in to by keyboard alone, and leads back to where one wanted to go', async () => {
    const { page, context } = await open('/catalog?x=1');
    await page.getByRole('heading', { level: 1, name: words.signInTitle }).waitFor();
    await check(page, 'sign-in');
    await page.keyboard.type(OWNER);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.getByText(words.wrong).waitFor();
    await check(page, 'sign-in-wrong');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('.catalog-table tbody tr').first().waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/catalog?x=1');
    await page.getByRole('button', { name: words.accountOf(OWNER) }).press('Enter');
    await page.getByRole('menuitem', { name: words.signOut }).press('Enter');
    await page.getByRole('heading', { level: 1, name: words.signInTitle }).waitFor();
    await page.goto(`${demo.url}/catalog`);
    await page.getByRole('heading', { level: 1, name: words.signInTitle }).waitFor();
    await context.close();
  });

  it('invites somebody, who takes it up once and sees what they may', async () => {
    const { page, context } = await open('/people');
    await signIn(page, OWNER);
    await page.getByRole('button', { name: words.invite, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.email, { exact: true }).fill('kim@example.com');
    await check(page, 'invite');
    await dialog.getByRole('button', { name: words.makeLink }).click();
    const shown = page.getByRole('dialog', { name: words.link });
    const link = await shown.locator('.secret').innerText();
    await check(page, 'invite-link');
    await shown.getByRole('button', { name: words.close, exact: true }).last().click();
    await page.getByText('kim@example.com').waitFor();

    const guest = await open('/');
    await guest.page.goto(link);
    await guest.page.getByRole('heading', { level: 1, name: words.accept }).waitFor();
    await guest.page.getByText('kim@example.com').waitFor();
    await check(guest.page, 'accept');
    await guest.page.getByLabel(words.name, { exact: true }).fill('Kim');
    await guest.page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await guest.page.getByRole('button', { name: words.begin }).click();
    await guest.page.getByRole('button', { name: words.accountOf('kim@example.com') }).click();
    expect(await guest.page.getByRole('menuitem', { name: words.people }).count()).toBe(0);
    expect(await guest.page.getByRole('menuitem', { name: words.roles }).count()).toBe(0);
    await guest.page.keyboard.press('Escape');
    // By its address it says what it takes, instead of forms that are refused.
    await guest.page.goto(`${demo.url}/people`);
    await guest.page.getByRole('heading', { level: 1, name: words.closed }).waitFor();
    await guest.page.getByText(words.managePeople).waitFor();
    expect(await guest.page.getByRole('button', { name: words.invite, exact: true }).count()).toBe(0);
    await check(guest.page, 'closed');
    await guest.context.close();

    const late = await open('/');
    await late.page.goto(link);
    await late.page.getByRole('heading', { level: 1, name: words.gone }).waitFor();
    await check(late.page, 'link-gone');
    await late.context.close();
    await context.close();
  });

  it('takes a second factor, and a recovery code when the app is lost', async () => {
    const { page, context } = await open('/account');
    await signIn(page, 'kim@example.com');
    await page.getByRole('heading', { level: 1, name: words.account }).waitFor();
    await check(page, 'account');
    await page.getByRole('button', { name: words.factor }).click();
    await page.getByLabel(words.confirm).fill(PASSWORD);
    await page.getByRole('button', { name: words.goOn }).click();
    await page.locator('.account-qr').waitFor();
    const secret = await page.locator('.secret').innerText();
    const recovery = await page.locator('.account-codes li').first().innerText();
    await check(page, 'second-factor');
    await page.getByLabel(words.code).fill(writeCode(secret, Date.now()));
    await page.getByRole('button', { name: words.switchOn }).click();
    await page.getByText(words.isOn).waitFor();
    await context.close();

    const again = await open('/account');
    await signIn(again.page, 'kim@example.com');
    await again.page.getByLabel(words.code).waitFor();
    await check(again.page, 'second-factor-code');
    // The next code: the one that confirmed the app is used up.
    await again.page.getByLabel(words.code).fill(writeCode(secret, Date.now() + 30_000));
    await again.page.getByRole('button', { name: words.goOn }).click();
    await again.page.getByText(words.isOn).waitFor();
    await again.context.close();

    const lost = await open('/account');
    await signIn(lost.page, 'kim@example.com');
    await lost.page.getByRole('button', { name: words.noApp }).click();
    await lost.page.getByLabel(words.recovery).fill(recovery);
    await lost.page.getByRole('button', { name: words.goOn }).click();
    await lost.page.getByText(words.isOn).waitFor();
    await lost.page.getByLabel(words.keyName).fill('nightly');
    await lost.page.getByLabel(words.readCatalog).check();
    await lost.page.getByRole('button', { name: words.keyMake }).click();
    await lost.page.getByText(words.keyMade).waitFor();
    const key = await lost.page.locator('.secret').innerText();
    const ask = (path: string) => fetch(demo.url + path, { headers: { authorization: `Bearer ${key}` } });
    expect([(await ask('/api/catalog')).status, (await ask('/api/audiences')).status]).toEqual([200, 403]);
    await lost.context.close();
  });

  it('makes a role, which a menu of the page follows', async () => {
    const { page, context } = await open('/roles');
    await signIn(page, OWNER);
    await page.getByRole('heading', { level: 1, name: words.roles }).waitFor();
    await check(page, 'roles');
    await page.getByRole('button', { name: words.newRole }).click();
    const dialog = page.getByRole('dialog', { name: words.newRole });
    await dialog.getByLabel(words.roleId, { exact: true }).fill('looker');
    await dialog.getByLabel(words.roleKo).fill('구경꾼');
    await dialog.getByLabel(words.roleEn).fill('Looker');
    await dialog.getByLabel(words.ask).check();
    await dialog.getByLabel(words.readCatalog).check();
    await check(page, 'role');
    await dialog.getByRole('button', { name: words.save }).click();
    await page.getByRole('heading', { level: 2, name: /looker/ }).waitFor();

    await page.goto(`${demo.url}/people`);
    await page
      .getByRole('row', { name: /kim@example.com/ })
      .getByRole('button')
      .click();
    await page.getByRole('menuitem').first().click();
    const edit = page.getByRole('dialog');
    await edit.getByRole('combobox', { name: words.role }).selectOption('looker');
    await edit.getByRole('button', { name: words.save }).click();
    await page
      .getByRole('row', { name: /kim@example.com/ })
      .getByText(lang === 'ko' ? '구경꾼' : 'Looker')
      .waitFor();
    await context.close();
  });

  it('leads who may ask nothing to what they may, and asks nothing that is refused', async () => {
    const { page, context } = await open('/people');
    await signIn(page, OWNER);
    await page.getByRole('heading', { level: 1, name: words.people }).waitFor();
    const post = async (path: string, data: object) => {
      const response = await page.request.post(demo.url + path, { data, headers: { origin: demo.url } });
      expect(response.ok(), await response.text()).toBe(true);
      return response.json();
    };
    const label = { ko: '감사자', en: 'Auditor' };
    await post('/api/roles', { id: 'auditor', label, permissions: ['audit.read'], classes: [] });
    const { url } = await post('/api/invitations', { email: 'lee@example.com', role: 'auditor' });
    const guest = await open('/');
    await guest.page.goto(url);
    await guest.page.getByLabel(words.name, { exact: true }).fill('Lee');
    await guest.page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await guest.page.getByRole('button', { name: words.begin }).click();
    await guest.page.locator('.audit-table tbody tr').first().waitFor();
    expect(new URL(guest.page.url()).pathname).toBe('/audit');
    await guest.page.reload();
    await guest.page.locator('.audit-table tbody tr').first().waitFor();
    await check(guest.page, 'auditor');
    const said = await page.request.get(`${demo.url}/api/audit?actor=lee@example.com`);
    const actions = (await said.json()).entries.map(({ action }: { action: string }) => action);
    expect(actions).toContain('audit-read');
    expect(actions).not.toContain('refused');
    await guest.context.close();
    await context.close();
  });

  it('asks for signing in over the page when a session ends, and nothing typed is lost', async () => {
    const { page, context } = await open('/account');
    await signIn(page, OWNER);
    await page.getByLabel(words.keyName).fill('half a name');
    await context.clearCookies();
    await page.getByLabel(words.readCatalog).check();
    await page.getByRole('button', { name: words.keyMake }).click();
    const dialog = page.getByRole('dialog', { name: words.signInTitle });
    await dialog.getByText(words.ended).waitFor();
    await check(page, 'session-ended');
    await signIn(page, OWNER);
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel(words.keyName).inputValue()).toBe('half a name');
    await page.getByRole('button', { name: words.keyMake }).click();
    await page.getByText(words.keyMade).waitFor();
    await context.close();
  });

  it('complained of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
