import type { privacyEn } from './privacy-en.ts';

/** Texts of requests of customers, in Korean. */
export const privacyKo: typeof privacyEn = {
  lead: '고객이 자신에 대해 가진 정보를 묻거나 삭제를 요청할 때 처리합니다. 모두 기록됩니다.',
  accessTitle: '고객 한 명에 대해 가진 정보',
  accessText:
    '모든 정보를 가리지 않고 JSON 파일 하나로 내려받습니다. 우연히 같은 글자가 든 행도 있을 수 있으니 전달하기 전에 읽어 보세요.',
  key: '고객 키',
  purpose: '목적 (5~500자)',
  download: '내려받기',
  downloading: '모으는 중…',
  downloaded: '파일을 내려받았습니다.',
  eraseTitle: '고객 삭제',
  eraseText: '모든 스냅숏, 저장한 고객군, 내보낸 파일, 접속기록에서 지웁니다. 이후 적재에서도 제외됩니다.',
  keys: '고객 키 (한 줄에 하나)',
  reason: '사유 (기록에 남으므로 누구인지 적지 마세요)',
  erase: '삭제…',
  confirmTitle: (_n, text) => `고객 ${text}명을 영구히 삭제할까요?`,
  confirmText: '되돌릴 수 없습니다. 이전 스냅숏은 모두 없어지고, 이 고객이 들어 있는 내보낸 파일도 삭제됩니다.',
  confirm: '영구히 삭제',
  listTitle: '삭제 요청',
  nothing: '아직 요청이 없습니다',
  nothingText: '요청마다 무엇을 했는지만 남고, 누구인지는 남지 않습니다.',
  requested: '요청 시각',
  by: '요청한 사람',
  customers: '고객 수',
  state: '상태',
  result: '처리 결과',
  states: { queued: '대기 중', running: '진행 중', done: '완료', failed: '실패 (다음 시작 때 다시 시도)' },
  done: (rows, exports, versions, entries) =>
    `원천에서 제외한 행 ${rows}개 · 삭제한 내보내기 ${exports}개 · 바꾼 고객군 버전 ${versions}개 · 접속기록 ${entries}건`,
  blanked: (cells, scopes, texts) => `다른 행에서 비운 칸 ${cells}개 · 바꾼 고객 범위 ${scopes}개 · 고친 글 ${texts}건`,
  notFound: (text, all) => `키 ${all}개 중 ${text}개는 해당하는 고객이 없었습니다. 키를 바르게 적었는지 확인하세요.`,
  ownFiles: (files) => `직접 관리하는 파일에 삭제한 고객이 남아 있습니다: ${files}`,
  remaining: (places) => `다른 텍스트 안에 고객 키가 남아 있습니다: ${places}`,
};
