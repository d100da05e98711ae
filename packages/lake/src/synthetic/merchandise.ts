import { readNamedValues } from './named-value.ts';

/** Price tiers, cheapest first. */
export const PRICE_TIERS = readNamedValues(`
value 실속|Value 34
mid 일반|Mid-range 36
premium 프리미엄|Premium 20
luxury 럭셔리|Luxury 10`);

/** What a brand asks for the same thing, by tier. */
export const TIER_FACTORS: readonly number[] = [0.6, 1, 1.9, 4.4];

/** A fictional brand: position of its price tier. */
export interface Brand {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly tier: number;
  readonly weight: number;
  /** Its product lines. */
  readonly lines: readonly string[];
}

const BRANDS_BY_TIER: readonly string[] = [
  'haruddan 하루딴|Haruddan 10\npongmallow 퐁말로우|Pongmallow 8\nmoadam 모아담|Moadam 7\njjokssok 쪽쏙|Jjokssok 5\nnabigong 나비공방|Nabi Gongbang 4\ndallyeong 달령|Dallyeong 3\nsolbangul 솔방울집|Solbangul House 3',
  'isulgil 이슬길|Isulgil 10\nonsaemi 온새미결|Onsaemi 8\nbyeolmaru 별마루숲|Byeolmaru 6\nsumnari 숨나리|Sumnari 5\ngreunal 그루날|Greunal 4\nrabomin 라보민|Rabomin 4\npiumgyeol 피움결|Piumgyeol 3',
  'dermavon 더마본느|Dermavonne 7\nlumiharu 루미하루|Lumiharu 6\nhwayeonjae 화연재|Hwayeonjae 5\nseolbit 설빛원|Seolbit 5\nverdanoi 베르다노이|Verdanoi 4\nmareuna 마르에나|Mareuna 3',
  'yeonhwadam 연화담궁|Yeonhwadam 6\naurenne 오렌느뜰|Aurenne 4\nnoblesuk 노블숙|Noble Suk 3\nvelourin 벨루린느|Velourin 2',
];
/** Product lines a brand has. */
export const LINES_PER_BRAND = 4;
const LINE_NAMES = [
  '맑은',
  '첫눈',
  '이슬결',
  '새벽',
  '진주',
  '한올',
  '여백',
  '온기',
  '윤슬',
  '담백',
  '고요',
  '햇살',
  '들꽃',
  '물빛',
  '비단',
  '순한',
];

/** The brands, tier by tier; positions are referred to by SQL. */
export const BRANDS: readonly Brand[] = BRANDS_BY_TIER.flatMap((text, tier) =>
  readNamedValues(text).map((brand) => ({ ...brand, tier })),
).map((brand, index) => ({
  ...brand,
  lines: Array.from({ length: LINES_PER_BRAND }, (_, line) => LINE_NAMES[(index * 5 + line * 7) % LINE_NAMES.length] ?? ''),
}));

/** A kind of product: the middle price of a mid-range one in KRW, and eight products a brand makes of it, most popular first. */
export interface ProductCategory {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly weight: number;
  readonly priceKrw: number;
  readonly types: readonly string[];
}

const CATEGORY_DETAILS: Readonly<Record<string, readonly [number, string]>> = {
  toner: [19000, '수분 토너,약산성 토너,결 토너,패드 토너,진정 스킨,미스트,에센스 토너,대용량 토너'],
  serum: [32000, '비타민 세럼,히알루론 앰플,탄력 세럼,나이아신 세럼,진정 앰플,광채 에센스,모공 세럼,야간 앰플'],
  cream: [29000, '수분크림,진정크림,탄력크림,장벽크림,영양크림,아이크림,젤크림,수면크림'],
  cica: [24000, '시카 크림,시카 밤,시카 토너,시카 앰플,시카 패드,시카 미스트,시카 로션,시카 세럼'],
  sun: [21000, '선크림,톤업 선크림,선스틱,선쿠션,무기자차 선크림,워터 선젤,선세럼,선스프레이'],
  cleansing: [15000, '클렌징폼,클렌징 오일,클렌징 밤,클렌징 워터,효소 파우더,립앤아이 리무버,약산성 젤,스크럽'],
  mask: [14000, '수분 마스크팩,진정 마스크팩,모델링팩,슬리핑팩,콜라겐 마스크,코팩,워시오프팩,아이패치'],
  lip: [16000, '립틴트,벨벳 립스틱,글로우 립밤,립글로스,매트 틴트,립라이너,립오일,립마스크'],
  eye: [17000, '아이섀도 팔레트,마스카라,아이라이너,브로우 펜슬,글리터,속눈썹 영양제,브로우 카라,아이 프라이머'],
  base: [28000, '쿠션,파운데이션,컨실러,메이크업 베이스,파우더,비비크림,톤업크림,픽서'],
  hair: [18000, '샴푸,트리트먼트,두피 토닉,헤어 에센스,염색약,헤어 오일,헤어 마스크,스타일링 왁스'],
  body: [17000, '바디로션,바디워시,핸드크림,바디스크럽,바디오일,데오도란트,풋크림,바디미스트'],
  perfume: [58000, '오드퍼퓸,오드뜨왈렛,헤어퍼퓸,고체 향수,디퓨저,향초,룸스프레이,롤온 향수'],
  men: [23000, '올인원 로션,맨 스킨,쉐이빙폼,맨 선크림,톤업 로션,맨 클렌저,애프터쉐이브,맨 비비'],
  wellness: [34000, '콜라겐 젤리,유산균,비타민,슬리밍 티,히알루론 캡슐,글루타치온,석류즙,오메가3'],
  giftset: [69000, '기초 2종 세트,기초 3종 세트,핸드크림 세트,향수 세트,바디 세트,명절 세트,미니어처 세트,립 세트'],
};

/** The kinds of product; positions are referred to by SQL. */
export const CATEGORIES: readonly ProductCategory[] = readNamedValues(`
toner 스킨·토너|Toner 11
serum 에센스·세럼|Serum 11
cream 크림|Cream 11
cica 시카|Cica 5
sun 선케어|Sun care 8
cleansing 클렌징|Cleansing 9
mask 마스크팩|Masks 8
lip 립|Lips 8
eye 아이|Eyes 6
base 베이스|Base make-up 7
hair 헤어|Hair 6
body 바디|Body 6
perfume 향수·향|Fragrance 3
men 남성|Men 3
wellness 이너뷰티|Wellness 4
giftset 선물세트|Gift sets 1`).map((category) => {
  const [priceKrw, types] = CATEGORY_DETAILS[category.code] ?? [10000, ''];
  return { ...category, priceKrw, types: types.split(',') };
});

/** Products a brand has in a category. */
export const PRODUCTS_PER_PAIR = 8;
