import { readNamedValues } from './named-value.ts';

/** Answers of the members: codes as rows carry them, with names and how common they are. Order matters: SQL refers to positions. */

/** Gender; some members have none. */
export const GENDERS = readNamedValues(`
F 여성|Female 73
M 남성|Male 25`);

/** Grades, lowest first. */
export const GRADES = readNamedValues(`
seed 새싹|Seed 38
leaf 잎새|Leaf 31
bud 꽃봉오리|Bud 19
bloom 만개|Bloom 9
garden 정원|Garden 3`);

/** How members joined. */
export const JOIN_CHANNELS = readNamedValues(`
store 매장|Store 30
app 앱|App 28
web 온라인몰|Online mall 22
social 간편가입(메신저)|Messenger sign-up 10
friend 친구 추천|Friend referral 5
event 행사·팝업|Event or pop-up 3.5
pharmacy 약국 제휴|Partner pharmacy 1.5`);

/** Skin types. */
export const SKIN_TYPES = readNamedValues(`
dry 건성|Dry 27
oily 지성|Oily 19
combination 복합성|Combination 33
sensitive 민감성|Sensitive 13
normal 중성|Normal 8`);

/** Skin concerns (tags). */
export const SKIN_CONCERNS = readNamedValues(`
wrinkle 주름|Wrinkles 1
elasticity 탄력|Elasticity 1
pigmentation 기미·잡티|Pigmentation 1
acne 여드름|Acne 1
pore 모공|Pores 1
redness 홍조|Redness 1
dryness 건조|Dryness 1
dullness 칙칙함|Dullness 1
dark-circle 다크서클|Dark circles 1`);

/** Interests (tags). */
export const INTERESTS = readNamedValues(`
skincare 스킨케어|Skincare 1
makeup 메이크업|Make-up 1
perfume 향수|Perfume 1
haircare 헤어|Hair care 1
body 바디|Body 1
wellness 이너뷰티|Wellness 1
vegan 비건|Vegan 1
device 뷰티기기|Beauty devices 1`);

/** Personal colours. */
export const PERSONAL_COLOURS = readNamedValues(`
spring-warm 봄 웜|Spring warm 30
summer-cool 여름 쿨|Summer cool 31
autumn-warm 가을 웜|Autumn warm 24
winter-cool 겨울 쿨|Winter cool 15`);

/** Shades of base make-up, lightest first. */
export const SHADES = readNamedValues(`
13 13호|Shade 13 8
17 17호|Shade 17 17
19 19호|Shade 19 22
21 21호|Shade 21 33
22 22호|Shade 22 8
23 23호|Shade 23 12`);

/** Stages of life, earliest first. */
export const LIFE_STAGES = readNamedValues(`
student 학생|Student 14
working-single 직장인(미혼)|Working, single 33
couple 부부|Couple, no children 15
toddler 영유아 자녀|With toddlers 12
school 초중고 자녀|With school children 16
empty-nest 자녀 독립|Children moved out 10`);

/** Occupations. */
export const OCCUPATIONS = readNamedValues(`
office 사무직|Office 34
service 서비스·판매|Service and sales 16
professional 전문직|Professional 11
education 교육|Education 8
health 의료·보건|Health care 7
manufacturing 생산·기술|Manufacturing 8
student 학생|Student 10
homemaker 가사|Homemaking 6`);

/** Systems the app runs on. */
export const PLATFORMS = readNamedValues(`
android 안드로이드|Android 62
ios iOS|iOS 38`);

/** Scents people like. */
export const SCENTS = readNamedValues(`
floral 플로럴|Floral 30
citrus 시트러스|Citrus 21
woody 우디|Woody 17
musk 머스크|Musk 15
herbal 허벌|Herbal 9
unscented 무향|Unscented 8`);

/** Finishes of base make-up. */
export const FINISHES = readNamedValues(`
dewy 촉촉한 윤광|Dewy 41
satin 새틴|Satin 27
matte 매트|Matte 21
natural 맨살 느낌|Bare skin 11`);

/** Decades of age, youngest first. */
export const AGE_BANDS = readNamedValues(`
10s 10대|Teens 8
20s 20대|Twenties 26
30s 30대|Thirties 25
40s 40대|Forties 19
50s 50대|Fifties 13
60s 60대|Sixties 6
70+ 70대 이상|Seventies and over 2`);
