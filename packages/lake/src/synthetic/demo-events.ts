import { APP_SECTIONS, CALL_CHANNELS, CALL_TOPICS, CHANNELS, RETURN_REASONS, VISIT_PURPOSES } from './activity-values.ts';
import { CAMPAIGN_CHANNELS, CAMPAIGN_THEMES } from './campaigns.ts';
import type { DemoField } from './demo-fields.ts';
import { BRANDS, CATEGORIES, PRICE_TIERS } from './merchandise.ts';
import { listLineCodes } from './purchases-sql.ts';

/** What the catalog says of an event of the demo. */
export interface DemoEvent {
  readonly id: string;
  readonly from: string;
  readonly time: string;
  readonly occasion?: string;
  readonly ko: string;
  readonly en: string;
  readonly synonyms: readonly string[];
  readonly fields: readonly DemoField[];
}

const BRAND: DemoField = { id: 'brand', type: 'category', ko: '브랜드', en: 'Brand', values: BRANDS };
const CATEGORY: DemoField = {
  id: 'category',
  type: 'category',
  ko: '카테고리',
  en: 'Category',
  values: CATEGORIES,
  synonyms: ['품목', '상품군'],
};
const PRODUCT: DemoField = {
  id: 'product',
  type: 'category',
  ko: '상품',
  en: 'Product',
  labelColumn: 'product_name',
  synonyms: ['제품'],
};
const STORE: DemoField = {
  id: 'store',
  type: 'category',
  ko: '매장',
  en: 'Store',
  labelColumn: 'store_name',
  synonyms: ['지점'],
};
const MINUTES = { id: 'minutes', type: 'number', unit: '분' } as const;

/** The events, the most asked for first. */
export const DEMO_EVENTS: readonly DemoEvent[] = [
  {
    id: 'purchase',
    from: 'purchases',
    time: 'ordered_at',
    occasion: 'order_no',
    ko: '구매',
    en: 'Purchase',
    synonyms: ['주문', '결제', '객단가', 'order', 'bought', 'average order'],
    fields: [
      { id: 'amount', type: 'number', ko: '구매 금액', en: 'Amount', unit: 'KRW', synonyms: ['매출', '금액', 'spend'] },
      { id: 'quantity', type: 'number', ko: '수량', en: 'Quantity', unit: '개' },
      { id: 'discount', type: 'number', ko: '할인 금액', en: 'Discount', unit: 'KRW' },
      PRODUCT,
      BRAND,
      CATEGORY,
      { id: 'line', type: 'category', ko: '라인', en: 'Line', values: listLineCodes() },
      { id: 'price_tier', type: 'category', ko: '가격대', en: 'Price tier', values: PRICE_TIERS, ordered: true },
      { id: 'channel', type: 'category', ko: '구매 채널', en: 'Channel', values: CHANNELS, synonyms: ['온라인', '오프라인'] },
      STORE,
      { id: 'coupon_used', type: 'boolean', ko: '쿠폰 사용', en: 'Coupon used' },
      { id: 'gift_wrapped', type: 'boolean', ko: '선물 포장', en: 'Gift-wrapped' },
    ],
  },
  {
    id: 'return',
    from: 'returns',
    time: 'returned_at',
    ko: '반품',
    en: 'Return',
    synonyms: ['환불', 'refund'],
    fields: [
      { id: 'amount', type: 'number', ko: '반품 금액', en: 'Amount returned', unit: 'KRW' },
      CATEGORY,
      { id: 'reason', type: 'category', ko: '반품 사유', en: 'Reason', values: RETURN_REASONS },
    ],
  },
  {
    id: 'visit',
    from: 'visits',
    time: 'visited_at',
    ko: '매장 방문',
    en: 'Store visit',
    synonyms: ['내방', '오프라인'],
    fields: [
      STORE,
      { id: 'purpose', type: 'category', ko: '방문 목적', en: 'Purpose', values: VISIT_PURPOSES },
      { ...MINUTES, ko: '체류 시간', en: 'Minutes in the store' },
    ],
  },
  {
    id: 'app_open',
    from: 'app_opens',
    time: 'opened_at',
    ko: '앱 접속',
    en: 'App session',
    synonyms: ['앱 방문', '앱 실행'],
    fields: [
      { id: 'section', type: 'category', ko: '본 메뉴', en: 'Section', values: APP_SECTIONS },
      { ...MINUTES, ko: '이용 시간', en: 'Minutes in the app' },
    ],
  },
  {
    id: 'review',
    from: 'reviews',
    time: 'reviewed_at',
    ko: '후기 작성',
    en: 'Review',
    synonyms: ['리뷰', '별점'],
    fields: [
      { id: 'rating', type: 'number', ko: '별점', en: 'Rating', unit: '점' },
      PRODUCT,
      BRAND,
      CATEGORY,
      { id: 'with_photo', type: 'boolean', ko: '사진 첨부', en: 'With a photo' },
    ],
  },
  {
    id: 'call',
    from: 'calls',
    time: 'called_at',
    ko: '상담',
    en: 'Counsellor call',
    synonyms: ['콜센터', '문의'],
    fields: [
      { id: 'topic', type: 'category', ko: '상담 주제', en: 'Topic', values: CALL_TOPICS },
      { id: 'channel', type: 'category', ko: '상담 채널', en: 'Channel', values: CALL_CHANNELS },
      { ...MINUTES, ko: '상담 시간', en: 'Minutes' },
    ],
  },
  {
    id: 'campaign',
    from: 'campaign_sends',
    time: 'sent_at',
    ko: '캠페인 수신',
    en: 'Campaign message',
    synonyms: ['발송', '메시지', '광고', '연락', '접촉', 'contact', 'contacted', 'sent'],
    fields: [
      { id: 'campaign', type: 'category', ko: '캠페인', en: 'Campaign', labelColumn: 'campaign_name' },
      { id: 'channel', type: 'category', ko: '발송 채널', en: 'Channel', values: CAMPAIGN_CHANNELS },
      { id: 'theme', type: 'category', ko: '캠페인 주제', en: 'Theme', values: CAMPAIGN_THEMES },
      { id: 'opened', type: 'boolean', ko: '열람', en: 'Opened' },
      { id: 'clicked', type: 'boolean', ko: '클릭', en: 'Clicked' },
    ],
  },
];
