import { describe, expect, it } from 'vitest';
import {
  isFlagName,
  isIdName,
  isNumberedName,
  isPrivateName,
  isSinceName,
  readMoneyPart,
  scoreCustomerKey,
  scoreEventTime,
  scoreOccasion,
  splitName,
} from '../../src/init/column-hints.ts';

describe('splitName', () => {
  it.each([
    ['CustomerID', ['customer', 'id']],
    ['household_id', ['household', 'id']],
    ['HTTPStatusCode', ['http', 'status', 'code']],
    ['고객 번호', ['고객', '번호']],
    ['Order #', ['order', '#']],
  ])('%s', (name, words) => expect(splitName(name)).toEqual(words));
});

describe('scoreCustomerKey', () => {
  it.each([
    'CustomerID',
    'household_id',
    'cust_no',
    'member_no',
    'memberId',
    'customer key',
    'clientid',
    '고객번호',
    '회원 ID',
    '회원코드',
  ])('%s is surely a customer key', (name) => expect(scoreCustomerKey(name)).toBe(6));
  it.each([
    'customer_name',
    'customer_segment',
    'member_since',
    'household_size',
    '고객명',
    '회원등급',
    'product_id',
    'store_no',
    'id',
    'usage',
    '고객센터문의일',
  ])('%s is none', (name) => expect(scoreCustomerKey(name)).toBe(0));
  it('is less sure of users and of bare names', () => {
    expect(scoreCustomerKey('user_id')).toBeLessThan(scoreCustomerKey('customer_id'));
    expect(scoreCustomerKey('user')).toBeLessThan(scoreCustomerKey('customer'));
    expect(scoreCustomerKey('user')).toBeGreaterThan(0);
  });
});

describe('other hints', () => {
  it('ranks times of events above other times', () => {
    for (const other of ['birth_date', 'updated_at', '생년월일', '수정일시', 'expiry_date']) {
      for (const event of ['InvoiceDate', 'ordered_at', 'transaction_timestamp', '주문일시', 'date']) {
        expect(scoreEventTime(event), `${event} > ${other}`).toBeGreaterThan(scoreEventTime(other));
      }
    }
  });
  it('knows occasions, identifiers and numbers that are names', () => {
    for (const name of ['InvoiceNo', 'basket_id', 'order_id', 'orderId', '주문번호', '영수증번호'])
      expect(scoreOccasion(name), name).toBe(3);
    for (const name of ['order_date', 'product_id', 'ordinal', '주문일시']) expect(scoreOccasion(name), name).toBe(0);
    for (const name of ['coupon_upc', 'StockCode', 'sku', 'paid']) expect(isIdName(name), name).toBe(name !== 'paid');
    for (const name of ['week', 'zip_code', 'store_id', '우편번호']) expect(isNumberedName(name), name).toBe(true);
    for (const name of ['quantity', 'weight', 'age']) expect(isNumberedName(name), name).toBe(false);
  });
  it('tells amounts, prices, quantities and discounts', () => {
    expect(['sales_value', 'total', '결제금액', 'revenue'].map(readMoneyPart)).toEqual([
      'amount',
      'amount',
      'amount',
      'amount',
    ]);
    expect(['UnitPrice', 'price', '판매단가'].map(readMoneyPart)).toEqual(['price', 'price', 'price']);
    expect(['Quantity', 'qty', '수량'].map(readMoneyPart)).toEqual(['quantity', 'quantity', 'quantity']);
    expect(['coupon_disc', 'discount', '할인금액'].map(readMoneyPart)).toEqual(['discount', 'discount', 'discount']);
    expect(['age', 'week', 'store'].map(readMoneyPart)).toEqual([null, null, null]);
  });
  it('tells what is private, a flag, a first day', () => {
    for (const name of ['email', 'phone_number', 'name', 'CustomerName', '성명', '휴대폰번호', '주소'])
      expect(isPrivateName(name), name).toBe(true);
    for (const name of ['product_name', 'brand', '상품명', 'department']) expect(isPrivateName(name), name).toBe(false);
    expect(['is_vip', 'sms_optin', '수신동의여부', 'gender'].map(isFlagName)).toEqual([true, true, true, false]);
    expect(['joined_on', 'signup_date', '가입일자', 'order_date'].map(isSinceName)).toEqual([true, true, true, false]);
  });
});
