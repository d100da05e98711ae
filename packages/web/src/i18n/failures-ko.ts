import type { failuresEn } from './failures-en.ts';

const kept = '조건은 그대로이며 바뀐 것은 없습니다.';

/** Texts of failures, of what is wrong with conditions, and of what is to be known about answers, in Korean. */
export const failuresKo: typeof failuresEn = {
  kinds: {
    'signed-out': { title: '로그인이 끝났습니다.', kept, advice: '다시 로그인하면 이 화면에서 그대로 이어집니다.' },
    'not-allowed': {
      title: '이 작업을 할 권한이 없습니다.',
      kept,
      advice: '필요한 권한은 아래 내용에 있습니다. 관리자에게 요청하세요.',
    },
    missing: { title: '찾는 것이 없습니다.', kept, advice: '그사이 삭제되었을 수 있습니다. 돌아가서 다시 확인하세요.' },
    gone: { title: '더는 보관되지 않습니다.', kept, advice: '새로 요청하세요.' },
    conflict: {
      title: '지금 상태에서는 할 수 없습니다.',
      kept,
      advice: '다른 것과 충돌합니다. 아래 내용을 확인해 바로잡거나 나중에 다시 시도하세요.',
    },
    changed: {
      title: '그사이 다른 사람이 바꾸었습니다.',
      kept: '어느 쪽도 덮어쓰지 않았습니다.',
      advice: '지금 내용을 확인한 뒤 다시 저장하세요.',
    },
    'too-large': { title: '너무 커서 답할 수 없습니다.', kept, advice: '목록을 줄이거나 조건을 빼세요.' },
    'too-many': { title: '한꺼번에 너무 많은 요청이 진행되고 있습니다.', kept, advice: '잠시 뒤에 다시 시도하세요.' },
    refused: {
      title: '서버가 이 요청을 받지 않았습니다.',
      kept,
      advice: '무엇이 잘못되었는지는 아래 내용에 있습니다. 바로잡거나 마지막 변경을 취소하세요.',
    },
    unavailable: {
      title: '서버가 지금은 답할 수 없습니다.',
      kept: '저장된 것과 조건은 그대로입니다.',
      advice: '잠시 뒤에 다시 시도하세요. 계속되면 아래 내용을 운영자에게 알려 주세요.',
    },
  },
  codes: {
    'snapshot-gone': { title: '고정된 스냅숏이 더는 보관되지 않습니다.', advice: '최신 데이터로 다시 물어보세요.' },
    'invalid-as-of': {
      title: '있을 수 없는 시점입니다.',
      advice: '“기준”에서 1900년부터 2299년 사이의 다른 날을 고르세요.',
    },
    'lake-missing': { title: '아직 불러온 데이터가 없습니다.', advice: '“silhouette load”를 실행한 뒤 다시 시도하세요.' },
    'catalog-missing': {
      title: '작업 폴더에 카탈로그가 없습니다.',
      advice: '“silhouette init”을 실행한 뒤 “silhouette load”를 실행하세요.',
    },
    'lake-damaged': {
      title: '데이터가 손상되었습니다.',
      advice: '“silhouette doctor”로 손상된 파일을 확인하고 원본에서 다시 불러오세요.',
    },
    'engine-failed': { title: '엔진이 이 질문을 처리하지 못했습니다.' },
    'took-too-long': {
      title: '너무 오래 걸려 그만두었습니다.',
      advice: '기간이나 조건을 줄이거나, 한가할 때 다시 시도하세요.',
    },
    'second-factor-needed': {
      title: '2단계 인증이 있어야 할 수 있습니다.',
      advice: '“내 계정”에서 설정하면 바로 적용됩니다.',
    },
    'scope-broken': {
      title: '어떤 고객까지 볼 수 있는지 확인할 수 없습니다.',
      advice: '관리자가 조회 범위의 정의를 고쳐야 합니다.',
    },
    'foreign-origin': {
      title: '서버가 다른 사이트에서 보낸 요청으로 보고 막았습니다.',
      advice: '페이지를 새로 고치세요. 프록시 뒤에서는 “--public-url”을 지정해 실행해야 합니다.',
    },
    'own-approval': {
      title: '자기가 요청한 내보내기는 스스로 결정할 수 없습니다.',
      advice: '승인 권한이 있는 다른 분이 결정해야 합니다.',
    },
    'unknown-attribute': { title: '데이터에 없는 것을 물었습니다.', advice: '아래에 적힌 것을 빼세요.' },
    'audience-in-use': { title: '다른 고객군이 이 고객군을 쓰고 있습니다.', advice: '아래에 적힌 고객군에서 먼저 빼세요.' },
    'audience-exists': { title: '같은 이름의 고객군이 이미 있습니다.', advice: '다른 이름을 쓰거나 그 고객군을 고치세요.' },
    'catalog-file-changed': {
      title: '미리 본 뒤에 파일이 바뀌었습니다.',
      kept: '아무것도 쓰지 않았습니다.',
      advice: '미리 보기를 다시 확인하세요.',
    },
    'load-running': { title: '데이터를 불러오는 중입니다.', advice: '끝난 뒤에 다시 시도하세요.' },
    'store-locked': {
      title: '다른 프로세스가 저장한 고객군을 열고 있습니다.',
      advice: '아래에 적힌 프로세스를 끝낸 뒤 다시 시도하세요.',
    },
    'store-unreachable': { title: '고객군을 저장하는 데이터베이스가 응답하지 않습니다.' },
    'store-newer': { title: '더 새로운 Silhouette이 쓰던 데이터베이스입니다.', advice: '새 버전을 실행하세요.' },
    'audit-unwritable': {
      title: '접속기록을 쓸 수 없어 아무것도 답하지 않습니다.',
      advice: '운영자가 데이터베이스를 확인해야 합니다.',
    },
    'export-gone': { title: '내보낸 파일이 더는 보관되지 않습니다.', advice: '다시 내보내세요.' },
    'export-not-ready': { title: '파일이 아직 만들어지지 않았습니다.', advice: '내보내기가 끝날 때까지 기다리세요.' },
    'export-refused': { title: '이 내보내기는 더 이상 받을 수 없습니다.', advice: '새로 요청하세요.' },
    'export-decided': { title: '이미 결정된 내보내기입니다.', advice: '목록을 다시 확인하세요.' },
    'export-miscounted': {
      title: '내보내기가 온전하지 않아 파일을 버렸습니다.',
      advice: '다시 내보내고 운영자에게 알려 주세요.',
    },
    'too-many-exports': {
      title: '이미 너무 많은 내보내기가 기다리고 있습니다.',
      advice: '몇 건을 취소하거나 끝날 때까지 기다리세요.',
    },
    'too-many-attempts': { title: '시도가 너무 많았습니다.' },
    'purpose-missing': { title: '개인정보를 보는 목적이 없습니다.', advice: '목적을 적은 뒤 다시 시도하세요.' },
    'link-gone': { title: '이미 썼거나 기한이 지난 링크입니다.', advice: '관리자에게 새 링크를 요청하세요.' },
    'disk-full': {
      title: '서버의 디스크가 가득 찼습니다.',
      kept: '있던 것은 그대로입니다.',
      advice: '운영자가 공간을 마련해야 합니다.',
    },
  },
  definitionUnmarked: '무엇이 잘못되었는지는 아래 내용에 있습니다. 확인하고 고치세요.',
  retryIn: (seconds) => `${seconds}초 뒤에 다시 시도하세요.`,
  issues: {
    'impossible-window': '있을 수 없는 기간입니다.',
    'invalid-value': '여기에 쓸 수 없는 값입니다.',
    'wrong-type': '값의 형식이 다릅니다.',
    'unknown-attribute': '데이터에 없는 속성입니다.',
    'unknown-event': '데이터에 없는 행동입니다.',
    'unknown-field': '이 행동에 없는 항목입니다.',
    'unknown-operator': '여기에서 할 수 없는 비교입니다.',
    'unknown-audience': '없는 고객군입니다.',
    'definition-hidden': '나에게 보이지 않는 조건을 쓰는 고객군이어서 물을 수 없습니다.',
    'audience-cycle': '고객군들이 돌아가며 서로를 쓰고 있습니다.',
    'unsupported-predicate': '이 조건에 답할 수 있는 엔진이 없습니다.',
    'invalid-definition': '조건의 형식이 아닙니다.',
    'unknown-key': '뜻이 없는 항목이 적혀 있습니다.',
    'missing-key': '있어야 할 항목이 없습니다.',
    'duplicate-key': '같은 항목이 두 번 적혀 있습니다.',
    'invalid-as-of': '있을 수 없는 시점입니다.',
    'not-allowed': '이 조건을 물어볼 권한이 없습니다.',
    'too-large': '조건이 너무 큽니다.',
    'too-deep': '그룹이 너무 깊게 겹쳤습니다.',
  },
  notes: {
    unknownValues: (_n, count, subject, examples) =>
      `${subject} 값 ${count}개는 데이터에 없어 해당하는 고객이 없습니다: ${examples}`,
    unknownCustomers: (_n, count, examples) => `고객 키 ${count}개는 데이터에 없어 해당하는 고객이 없습니다: ${examples}`,
    attributesAsOf: (moment) => `속성은 스냅숏 시점(${moment})의 값이고, 행동은 물어본 시점까지의 것입니다.`,
    rounded: (to) => `고객 수는 ${to}의 배수로만 보입니다. ${to}보다 적은 그룹과 그보다 조금 큰 그룹 일부는 0으로 보입니다.`,
    leftOut: (counted) => `고객이 몇 명만 달라지는 조건과 경계는 숫자에 넣지 않았습니다. 실제로 센 조건: ${counted}`,
    nothingToCompare: '두 그룹이 같은 고객이거나 한쪽에 고객이 없어 비교할 것이 없습니다.',
    tooFewCustomers: '한쪽 그룹이 너무 작아 비교할 수 없습니다.',
    spreadsheetSafe: '스프레드시트가 수식으로 읽을 수 있는 글자 앞에는 작은따옴표를 붙였습니다.',
    andMore: (shown, more) => `${shown} 외 ${more}개`,
  },
};
