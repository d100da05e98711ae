import type { NamedValue } from './named-value.ts';
import { readNamedValues } from './named-value.ts';

/** A province or metropolitan city with its districts and how many stores it has. */
export interface Region extends NamedValue {
  readonly cities: readonly NamedValue[];
  readonly stores: number;
}

const CITIES: Readonly<Record<string, string>> = {
  seoul: `gangnam 강남구|Gangnam-gu 12
seocho 서초구|Seocho-gu 9
songpa 송파구|Songpa-gu 13
mapo 마포구|Mapo-gu 9
seongdong 성동구|Seongdong-gu 7
gangseo 강서구|Gangseo-gu 12
nowon 노원구|Nowon-gu 10
gwanak 관악구|Gwanak-gu 11
yongsan 용산구|Yongsan-gu 5
jongno 종로구|Jongno-gu 4`,
  gyeonggi: `suwon 수원시|Suwon 12
seongnam 성남시|Seongnam 9
yongin 용인시|Yongin 11
goyang 고양시|Goyang 11
hwaseong 화성시|Hwaseong 10
bucheon 부천시|Bucheon 8
namyangju 남양주시|Namyangju 7
anyang 안양시|Anyang 5
paju 파주시|Paju 5
gimpo 김포시|Gimpo 5`,
  incheon: `namdong 남동구|Namdong-gu 5
bupyeong 부평구|Bupyeong-gu 5
yeonsu 연수구|Yeonsu-gu 4`,
  busan: `haeundae 해운대구|Haeundae-gu 6
busanjin 부산진구|Busanjin-gu 5
saha 사하구|Saha-gu 4
suyeong 수영구|Suyeong-gu 3`,
  daegu: `suseong 수성구|Suseong-gu 5
dalseo 달서구|Dalseo-gu 6
daegu-jung 중구|Jung-gu 2`,
  daejeon: `yuseong 유성구|Yuseong-gu 5
daejeon-seo 서구|Seo-gu 5
daedeok 대덕구|Daedeok-gu 2`,
  gwangju: `gwangju-buk 북구|Buk-gu 5
gwangsan 광산구|Gwangsan-gu 5`,
  ulsan: `ulsan-nam 남구|Nam-gu 4
ulsan-dong 동구|Dong-gu 2
ulju 울주군|Ulju-gun 3`,
  sejong: 'sejong 세종시|Sejong 1',
  gangwon: `chuncheon 춘천시|Chuncheon 3
wonju 원주시|Wonju 4
gangneung 강릉시|Gangneung 2`,
  chungbuk: `cheongju 청주시|Cheongju 6
chungju 충주시|Chungju 2`,
  chungnam: `cheonan 천안시|Cheonan 6
asan 아산시|Asan 3
seosan 서산시|Seosan 2`,
  jeonbuk: `jeonju 전주시|Jeonju 6
gunsan 군산시|Gunsan 3`,
  jeonnam: `yeosu 여수시|Yeosu 3
suncheon 순천시|Suncheon 3
mokpo 목포시|Mokpo 2`,
  gyeongbuk: `pohang 포항시|Pohang 5
gumi 구미시|Gumi 4
gyeongju 경주시|Gyeongju 2`,
  gyeongnam: `changwon 창원시|Changwon 9
gimhae 김해시|Gimhae 5
jinju 진주시|Jinju 3
geoje 거제시|Geoje 2`,
  jeju: `jeju-si 제주시|Jeju-si 7
seogwipo 서귀포시|Seogwipo 3`,
};

const STORES: Readonly<Record<string, number>> = {
  seoul: 14,
  gyeonggi: 12,
  busan: 5,
  incheon: 4,
  daegu: 4,
  daejeon: 3,
  gyeongnam: 3,
};

/** The seventeen regions by size; positions are referred to by SQL. */
export const REGIONS: readonly Region[] = readNamedValues(`
seoul 서울|Seoul 20.5
gyeonggi 경기|Gyeonggi 26
incheon 인천|Incheon 5.7
busan 부산|Busan 6.3
daegu 대구|Daegu 4.6
daejeon 대전|Daejeon 3.4
gwangju 광주|Gwangju 3
ulsan 울산|Ulsan 2.3
sejong 세종|Sejong 0.9
gangwon 강원|Gangwon 2.7
chungbuk 충북|Chungbuk 2.9
chungnam 충남|Chungnam 3.8
jeonbuk 전북|Jeonbuk 3.2
jeonnam 전남|Jeonnam 3
gyeongbuk 경북|Gyeongbuk 4.6
gyeongnam 경남|Gyeongnam 5.8
jeju 제주|Jeju 1.3`).map((region) => ({
  ...region,
  cities: readNamedValues(CITIES[region.code] ?? ''),
  stores: STORES[region.code] ?? 2,
}));

/** A shop: `code` as rows carry it. */
export interface Store {
  readonly code: string;
  readonly ko: string;
}

/** Every store, those of one region together, in the order of {@link REGIONS}. */
export const STORE_LIST: readonly Store[] = REGIONS.flatMap((region) =>
  Array.from({ length: region.stores }, (_, index) => {
    const city = region.cities[index % region.cities.length];
    const round = Math.floor(index / region.cities.length);
    // 강남구 → 강남점, but 중구 → 중구점.
    const name = (city?.ko ?? '').replace(/^(..+)[시구군]$/u, '$1');
    return { ko: `${region.ko} ${name}${round === 0 ? '' : round + 1}점` };
  }),
).map((store, index) => ({ ...store, code: `S${String(index + 1).padStart(3, '0')}` }));
