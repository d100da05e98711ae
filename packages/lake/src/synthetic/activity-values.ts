import { readNamedValues } from './named-value.ts';

/** Values of the fields of events: codes as rows carry them, with names. Order matters: SQL refers to positions. */

/** Where a purchase was made. */
export const CHANNELS = readNamedValues(`
online 온라인|Online 1
store 매장|Store 1`);

/** Why people come to a store. */
export const VISIT_PURPOSES = readNamedValues(`
browse 둘러보기|Browsing 1
consult 피부 상담|Skin consultation 1
pickup 온라인 주문 수령|Order pick-up 1
exchange 교환·반품|Exchange or return 1
class 뷰티 클래스|Beauty class 1`);

/** Sections of the app. */
export const APP_SECTIONS = readNamedValues(`
home 홈|Home 1
sale 특가|Deals 1
live 라이브 방송|Live shopping 1
reviews 후기|Reviews 1
stores 매장 찾기|Store finder 1
attendance 출석 체크|Daily check-in 1`);

/** Why goods come back. */
export const RETURN_REASONS = readNamedValues(`
changed-mind 단순 변심|Changed mind 1
wrong-shade 색상 불만|Wrong shade 1
irritation 피부 트러블|Skin irritation 1
damaged 파손·누락|Damaged or missing 1
late 배송 지연|Late delivery 1`);

/** What people ask counsellors about. */
export const CALL_TOPICS = readNamedValues(`
skin 피부 고민|Skin concern 1
product 제품 문의|Product question 1
delivery 배송|Delivery 1
return 교환·환불|Exchange and refund 1
points 포인트·등급|Points and grades 1
app 앱·로그인|App and login 1`);

/** How people reach counsellors. */
export const CALL_CHANNELS = readNamedValues(`
phone 전화|Phone 1
chat 채팅|Chat 1`);
