/** What the name of a column suggests. All scores: 0 = nothing, higher = surer. Korean and English names. */

/** A name in lower-case words: `CustomerID` → customer id, `household_id` → household id, `고객 번호` → 고객 번호. */
export function splitName(name: string): readonly string[] {
  return name
    .normalize('NFC')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#]+/u)
    .filter((word) => word !== '');
}

const ID_WORDS = new Set([
  'id',
  'ids',
  'no',
  'nr',
  'num',
  'number',
  'key',
  'code',
  'cd',
  'uid',
  'uuid',
  'guid',
  'idx',
  'seq',
  'upc',
  'sku',
  'ean',
  'isbn',
  '#',
]);
/** `productid`: an identifier without a break; not `paid`, `grid`. */
const JOINED_ID =
  /^([a-z]|product|item|store|shop|order|invoice|basket|customer|cust|client|member|user|household|account|session|campaign|coupon|stock|brand|category|dept|department|zip|post|bar)(id|code)$/;
const ID_ENDINGS_KO = /(번호|코드|아이디|식별자|키|\p{Script=Hangul}(id|no))$/u;
const CUSTOMER_WORDS = new Set([
  'customer',
  'customers',
  'cust',
  'member',
  'membership',
  'client',
  'household',
  'hshd',
  'user',
  'buyer',
  'shopper',
  'consumer',
  'patron',
  'guest',
  'subscriber',
  'account',
  'patient',
  'person',
  'visitor',
]);
const WEAK_CUSTOMER_WORDS = new Set(['account', 'person', 'visitor', 'user', 'membership']);
const CUSTOMER_KO = /(고객|회원|가구|구매자|사용자|가입자|주문자|소비자|이용자)/u;

/** Whether a name ends like an identifier: `…_id`, `…No`, `…번호`. */
export function isIdName(name: string): boolean {
  const words = splitName(name);
  const last = words.at(-1) ?? '';
  return ID_WORDS.has(last) || JOINED_ID.test(last) || ID_ENDINGS_KO.test(last);
}

/** How surely a column holds the customer key; 0-6. */
export function scoreCustomerKey(name: string): number {
  const words = splitName(name);
  const joined = words.join('');
  const isId = isIdName(name);
  if (CUSTOMER_KO.test(joined)) {
    // 고객번호 and 고객 yes; 고객등급, 고객명 no.
    if (isId) return 6;
    return /^(고객|회원|가구|구매자|사용자)$/u.test(joined) ? 4 : 0;
  }
  const about = words.filter((word) => CUSTOMER_WORDS.has(word) || CUSTOMER_WORDS.has(word.replace(/(id|no|code|key)$/, '')));
  if (about.length === 0) return 0;
  const rest = words.filter((word) => !about.includes(word) && !ID_WORDS.has(word));
  if (rest.length > 0) return 0;
  const isWeak = about.every((word) => WEAK_CUSTOMER_WORDS.has(word));
  if (isId || about.some((word) => /(id|no|code|key)$/.test(word))) return isWeak ? 4 : 6;
  return isWeak ? 2 : 4;
}

const TIME_WORDS = /^(date|time|datetime|timestamp|ts|at|on|day|when)$/;
const TIME_KO = /(일시|일자|날짜|시각|시간|일$)/u;
const EVENT_TIME =
  /^(order|ordered|invoice|purchase|purchased|transaction|sale|sales|sold|event|visit|visited|paid|payment|created|sent|redemption|start|opened|click)/;
const EVENT_TIME_KO = /(주문|구매|거래|결제|판매|방문|발생|접수|등록|매출)/u;
const OTHER_TIME =
  /^(birth|born|dob|birthday|update|updated|modified|expiry|expire|expires|expired|end|ended|delivery|delivered|shipped|due|load|loaded)/;
const OTHER_TIME_KO = /(생년|생일|출생|수정|변경|갱신|만료|종료|배송|적재)/u;

/** How surely a date or date-time column says when a row happened; -2 … 5. */
export function scoreEventTime(name: string): number {
  const words = splitName(name);
  const joined = words.join('');
  let score = 1;
  if (words.some((word) => TIME_WORDS.test(word)) || TIME_KO.test(joined)) score += 1;
  if (words.some((word) => EVENT_TIME.test(word)) || EVENT_TIME_KO.test(joined)) score += 2;
  if (words.some((word) => OTHER_TIME.test(word)) || OTHER_TIME_KO.test(joined)) score -= 3;
  return score;
}

/** Whether a date column says when a customer came to exist. */
export function isSinceName(name: string): boolean {
  const words = splitName(name);
  if (/(가입|등록|최초)/u.test(words.join(''))) return true;
  return words.some((word) => /^(join|joined|signup|signed|since|registered|registration|enrolled|created|member)$/.test(word));
}

/** Whether a date column says when a row was last changed. */
export function isUpdatedName(name: string): boolean {
  const words = splitName(name);
  if (/(수정|변경|갱신)/u.test(words.join(''))) return true;
  return words.some((word) => /^(update|updated|modified|changed|refreshed)$/.test(word));
}

const OCCASION_WORDS = new Set([
  'order',
  'invoice',
  'basket',
  'transaction',
  'trans',
  'receipt',
  'session',
  'cart',
  'bill',
  'ticket',
  'visit',
  'booking',
  'purchase',
  'sale',
]);
const OCCASION_KO = /(주문|영수증|전표|거래|결제|장바구니|예약|방문|세션)/u;

/** How surely a column names the order, basket or visit that rows belong to; 0-3. */
export function scoreOccasion(name: string): number {
  const words = splitName(name);
  if (!isIdName(name)) return 0;
  if (OCCASION_KO.test(words.join(''))) return 3;
  const word = words.find(
    (candidate) => OCCASION_WORDS.has(candidate) || OCCASION_WORDS.has(candidate.replace(/(id|no|code)$/, '')),
  );
  return word === undefined ? 0 : 3;
}

/** Parts of a price calculation that a number may be. */
export type MoneyPart = 'amount' | 'price' | 'quantity' | 'discount' | null;

/** What part of a sale a number is, by name. */
export function readMoneyPart(name: string): MoneyPart {
  const words = splitName(name);
  const joined = words.join('');
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (has(/^(disc|discount|discounts|rebate|coupon|markdown)$/) || /(할인|쿠폰)/u.test(joined)) return 'discount';
  if (has(/^(quantity|qty|units?|count|pieces)$/) && !has(/^(price|cost|amount)$/)) return 'quantity';
  if (/(수량|개수)/u.test(joined)) return 'quantity';
  if (has(/^(price|unitprice)$/) || /(단가|판매가|가격)/u.test(joined)) return 'price';
  if (
    has(/^(amount|amt|total|revenue|spend|spent|sales|value|payment|paid|net|gross|subtotal)$/) ||
    /(금액|매출|결제액|합계|총액)/u.test(joined)
  )
    return 'amount';
  return null;
}

/** Whether numbers of such a column are names of something (weeks, codes), not measures. */
export function isNumberedName(name: string): boolean {
  if (isIdName(name)) return true;
  const words = splitName(name);
  return (
    words.some((word) => /^(week|month|year|quarter|day|hour|zip|zipcode|postcode|postal|phone)$/.test(word)) ||
    /(우편|전화|연도|주차|년월)/u.test(words.join(''))
  );
}

/** Whether a column names what another column's codes stand for. */
export function isNamingName(name: string): boolean {
  const words = splitName(name);
  return (
    words.some((word) => /^(name|desc|description|title|label|text)$/.test(word)) ||
    /(명|이름|명칭|설명)$/u.test(words.join(''))
  );
}

/** Whether values of such a column say who a person is. */
export function isPrivateName(name: string): boolean {
  const words = splitName(name);
  const joined = words.join('');
  if (/(성명|이름|고객명|회원명|전화|휴대폰|연락처|핸드폰|이메일|주소|주민)/u.test(joined)) return true;
  return (
    words.some((word) =>
      /^(phone|mobile|tel|email|mail|address|addr|ssn|passport|firstname|lastname|fullname|surname)$/.test(word),
    ) || /^(name|firstname|lastname|fullname|customername|membername|username)$/.test(joined)
  );
}

/** Whether 0/1 in such a column mean no and yes. */
export function isFlagName(name: string): boolean {
  const words = splitName(name);
  return (
    /^(is|has|was|can|opt|opted)$/.test(words[0] ?? '') ||
    words.some((word) => /^(flag|yn|consent|agree|agreed|optin|active)$/.test(word)) ||
    /(여부|동의|유무)$/u.test(words.join(''))
  );
}

/** Whether an event's table is about buying. */
export function isPurchaseName(name: string): boolean {
  const words = splitName(name);
  const joined = words.join('');
  if (/(구매|주문|거래|매출|판매|결제)/u.test(joined)) return true;
  return (
    /(transaction|order|invoice|sale|purchase|retail|receipt)/.test(joined) &&
    !/(redemption|return|refund|campaign)/.test(joined)
  );
}

/** Whether a table is about customers. */
export function isCustomerTableName(name: string): boolean {
  const joined = splitName(name).join('');
  return (
    /(고객|회원|가구)/u.test(joined) || /(customer|member|client|household|demographic|user|account|profile|hshd)/.test(joined)
  );
}
