package privacy

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Kind is a kind of personal data.
type Kind uint8

// What is certain by its check digits, or by its form and the words around it.
const (
	Identity Kind = iota // 居民身份证号码
	Mobile               // 手机号码
	BankCard             // 银行卡号
	Home                 // 住址
	certain              // how many there are; the others are doubtful
)

// Doubtful reports whether an editor has to judge: offices publish such data of their
// own, or a number of another kind may look the same.
func (k Kind) Doubtful() bool { return k >= certain }

// Name returns the Chinese name of the kind.
func (k Kind) Name() string {
	if k < certain {
		return [...]string{"身份证号码", "手机号码", "银行卡号", "住址"}[k]
	}
	return rules[k-certain].name
}

// Hint says in Chinese what to do about a doubtful kind.
func (k Kind) Hint() string { return rules[k-certain].hint }

// rule finds a doubtful kind of personal data.
type rule struct {
	name string
	// A line is searched if so many letters and digits stand in it in a row, and one of
	// these words; without words: a letter behind a Chinese character.
	row  int
	near []string
	// pattern has the personal part as its group; a letter or digit beside that
	// part makes it something else.
	pattern *regexp.Regexp
	// check, if not nil, confirms the part by what stands before and after it.
	check func(part, before, after string) bool
	hint  string
}

func newRule(name string, row int, near, pattern string, check func(part, before, after string) bool, hint string) rule {
	return rule{name, row, strings.Fields(near), regexp.MustCompile(pattern), check, hint}
}

const (
	is      = `[\s：:（(为是,，|]*`                  // between a word and its number
	number  = `(?:件|卡)?(?:号码|编号|账号|帐号|账户|号|码)?` // after the name of a card
	masking = "删掉，或者遮掩中间几位"
)

// rules lists the doubtful kinds. Not among them is 准考证号: lists of results have to
// be published with it.
var rules = []rule{
	newRule("十五位身份证号码", 15, "身份证 證件 证件 公民", `(?:身份证|身份證|证件|證件|公民)\D{0,9}(\d{15})`, oldIdentity, masking),
	newRule("身份证号码（有一位写错了）", 17, "身份证 身份證", `(?:身份证|身份證)[^\dA-Z]{0,9}(\d{16,18}[\dXx])`, misspelled, "核对号码，再"+masking),
	newRule("香港身份证号码", 7, "( （", `([A-Z]{1,2}\d{6} ?[（(][\dA][)）])`, hongKong, masking),
	newRule("护照号码", 8, "护照 護照", `(?:护照|護照)`+number+is+`([A-Z]{1,2}\d{7,8}|\d{9})`, nil, masking),
	newRule("通行证、居留证号码", 8, "通行证 通行證 台胞证 台胞證 回乡证 回鄉證 居留 居住证",
		`(?:(?:港澳|台湾|臺灣|内地|大陆)[^，。；\d]{0,6}通行[证證]|台胞[证證]|回[乡鄉][证證]|居留(?:身份)?[证證]|居住[证證])`+number+is+`([A-Z]{0,3}\d{8,18})`, nil, masking),
	newRule("台湾身份证号码", 10, "身份证 身分证 身份證 身分證 台胞 臺胞", `([A-Z][1289]\d{8})`, taiwan, masking),
	newRule("证件编号", 6, "驾驶 駕駛 低保 特困 优待证 救助证", `(?:(?:[驾駕][驶駛]|低保|特困|优待|救助)[^，。；\d]{0,6}[证證][^，。；\d]{0,4}|驾驶证?档案)`+number+is+`(\d{6,20})`, nil, masking),
	newRule("残疾人证号码", 18, "残疾 殘疾", `[残殘]疾人?[证證]`+number+is+`(\d{17}[\dXx]\d{1,2})`, nil, masking),
	newRule("社会保障卡号、公积金账号", 8, "社会保障 社保 医保 公积金 保险", `(?:社会保障|社保|医保|医疗保险|养老保险|公积金)卡?(?:号码?|编号|账号|帐号|账户|个人编号)`+is+`([A-Z]?\d{8,20})`, nil, masking),
	newRule("存折账号", 12, "存折 存摺 一卡通 工资卡", `(?:存折|存摺|一卡通|工资卡)[^\d。；]{0,9}(\d{12,22})`, nil, masking),
	newRule("军官证号码", 6, "军官证 士兵证 警官证", `(?:军官|士兵|警官)证`+number+is+`(\p{Han}{0,2}字?第?\d{6,8}号?)`, nil, masking),
	newRule("学籍号", 8, "学籍 學籍", `[学學]籍`+number+is+`([A-Z]?\d{8,19}[Xx]?)`, nil, masking),
	newRule("病案号", 5, "住院号 病案号 病历号 门诊号", `(?:住院|病案|病历|门诊)号码?`+is+`([A-Z]?\d{5,12})`, nil, masking),
	newRule("车牌号", 5, "", `([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛鄂陝閩貴粵寧瓊][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6})`, plate, masking+"（苏A***12）"),
	newRule("私人邮箱", 0, "@", `([A-Za-z0-9][A-Za-z0-9._%+-]*@(?i:qq|vip\.qq|foxmail|163|vip\.163|126|yeah|sina|vip\.sina|sohu|139|189|wo|aliyun|21cn|tom|gmail|outlook|hotmail|live|msn|icloud|yahoo)\.(?:com|cn|net)(?:\.cn)?)`, ofPerson,
		"换成本单位的邮箱（…@….gov.cn），或者删掉"),
	newRule("微信号", 0, "微信 WeChat wechat", `(?:微信|[Ww]e[Cc]hat)(?:号码?|账号|帐号|ID)?`+is+`([A-Za-z][-_A-Za-z0-9]{5,19})`, ofPerson, "换成本单位的公众号，或者删掉"),
	newRule("QQ 号", 5, "QQ qq", `(?:QQ|qq)(?:号码?|账号|帐号)?`+is+`(\d{5,11})`, ofPerson, "换成本单位的电话，或者删掉"),
	newRule("住宅电话", 7, "电话 電話 座机", `(?:家庭|住宅|家里|家中|宅)(?:联系)?(?:电话|電話|座机)[号码]*`+is+`(0\d{2,3}[- ]?\d{7,8}|\d{7,8})`, nil, "换成本单位的电话，或者删掉"),
	newRule("姓名和出生日期", 4, "生", `((?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?)`, birthday, "只写到年或月，或者不写姓名"),
	newRule("姓名和病情", 0, "患 确诊", `(?:`+named+`)(?:(?:男|女|\d{1,3}岁)[，,、）) ]{1,2}){0,2}(?:本人|因|长期|不幸|先天)?((?:身?患有?|罹患|被?确诊为?)[^者儿病，。；、][^，。；、]{0,9}?(?:病|症|癌|瘤|炎|障碍|感染|瘫痪|中风))`, patient, "姓名改成“某某”，或者不写病情"),
	newRule("学生的班级和姓名", 0, "班", `((?:年级|年級|小学|中学|幼儿园|初[一二三]|高[一二三])(?:[初高]?[一二三四五六七八九1-9](?:年级)?)?(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）]?|[大中小])班(?:的|[学學]生|同学|小朋友|[：: ])*(?:`+surname+`)\p{Han}{1,2})(?:同学|小朋友|[^\p{Han}]|[获荣被等和因患的]|$)`, pupil, "未成年人的姓名和学校不要一起公开：姓名改成“某同学”，或者不写班级"),
}

// surname matches the commonest surnames, of 85 in 100 people (公安部《二〇二〇年全国姓名
// 报告》 and the list of 2007).
const surname = `[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤施]|欧阳|上官|司马|诸葛`

// named is a name after who somebody is, or at the beginning of a clause and set off.
const named = `(?:户主?|居民|村民|患者|病人|对象|人员|职工|学生|党员|老人|申请人|群众|孤儿)(?:` + surname + `)\p{Han}{1,2}[，,、（( ]{0,3}|(?:^|[，,。；;：:、\s（(])(?:` + surname + `)\p{Han}{1,2}[，,、（( ]{1,3}`

var (
	ofOffice   = regexp.MustCompile(`(?:单位|办公|监督|举报|投诉|咨询|公共|公开|官方|政务|投稿|工作)(?:电子)?(?:邮箱|邮件|信箱|邮址|微信|QQ|账号)?号?[\s：:为是]*$`)
	name       = regexp.MustCompile(`姓名|[，,、（(\s](?:男|女)[，,、）)\s]|(?:^|[，,。；;：:、\s（(])(?:` + surname + `)\p{Han}{1,2}[，,（(、\s]`)
	bornBefore = regexp.MustCompile(`(?:出生[日期年月于於]*|生日)[\s：:（(为是,，|]*$`)
	anybody    = regexp.MustCompile(`某|先生|女士|大[爷妈娘叔]|阿姨|奶奶|爷爷|师傅|老[师人]|同[志学]|[隐忧后外水医病]$`)
	teacher    = regexp.MustCompile(`老师|教师|主任|班级|校长$`)
)

// doubts returns what of a line is personal by the rules; row is the most letters and
// digits in a row in it.
func (s *Finder) doubts(line string, row int) []Finding {
	var found []Finding
	for i, r := range rules {
		if row < r.row || len(r.near) == 0 && !letterAfterHan(line) || len(r.near) > 0 && !hasAny(line, r.near) {
			continue
		}
		s.Work -= len(line)
		for _, at := range r.pattern.FindAllStringSubmatchIndex(line, -1) {
			start, end := at[2], at[3]
			part := line[start:end]
			before, after := around(line, start, end)
			if (at[0] < start || !continues(before, len(before)-1)) && !continues(after, 0) && (r.check == nil || r.check(part, before, after)) {
				found = append(found, Finding{Kind: certain + Kind(i), Start: start, End: end, Digits: part})
			}
		}
	}
	return found
}

func hasAny(line string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) })
}

func letterAfterHan(line string) bool {
	for i := 1; i < len(line); i++ {
		if line[i] >= 'A' && line[i] <= 'Z' && (line[i-1] >= 0x80 || line[i-1] == ' ') {
			return true
		}
	}
	return false
}

// continues reports whether the character at a place is a letter, digit or mask that
// belongs to the part beside it.
func continues(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	c := text[at]
	return c == '*' || c == '@' || c == '/' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// oldIdentity checks the province and the birthday of a number of the first form
// (GB 11643-1989): six digits, YYMMDD, three digits.
func oldIdentity(part, _, _ string) bool {
	_, err := time.Parse("060102", part[6:12])
	return err == nil && province.MatchString(part)
}

// misspelled reports whether a number is one of an identity card with a slip: a digit
// that is wrong, missing or added.
func misspelled(part, _, _ string) bool {
	return province.MatchString(part) && (len(part) != 18 || !validIdentity(strings.ToUpper(part)))
}

// hongKong checks the digit in brackets: letters count from A = 10, an absent first
// letter 36, weights 9 to 1, a multiple of 11.
func hongKong(part, _, _ string) bool {
	sum, weight := 0, 0
	chars := regexp.MustCompile(`[A-Z0-9]`).FindAllString(part, -1)
	for i := len(chars) - 1; i >= 0; i-- {
		value := int(chars[i][0] - '0')
		if value > 9 {
			value -= 'A' - '0' - 10
		}
		weight++
		sum += value * weight
	}
	if weight == 8 {
		sum += 36 * 9
	}
	return sum%11 == 0
}

// taiwan checks the last digit: the letter counts for two, weights 1, 9 and 8 to 1.
func taiwan(part, _, _ string) bool {
	n := strings.IndexByte("ABCDEFGHJKLMNPQRSTUVXYWZIO", part[0]) + 10
	sum := n/10 + n%10*9
	for i := 1; i < 9; i++ {
		sum += int(part[i]-'0') * (9 - i)
	}
	return (sum+int(part[9]-'0'))%10 == 0
}

// plate checks the form of GA 36-2018: five characters with at most two letters, or six
// with D or F for electric cars. Plates of the police and of consulates are of offices.
func plate(part, _, after string) bool {
	digits := part[strings.IndexFunc(part, func(r rune) bool { return r < 0x80 })+1:]
	digits = strings.TrimLeft(digits, "·• ")
	n := 0
	for _, c := range digits {
		if c <= '9' {
			n++
		}
	}
	office := strings.HasPrefix(after, "警") || strings.HasPrefix(after, "领") || strings.HasPrefix(after, "使")
	return !office && (len(digits) == 5 && n >= 3 || len(digits) == 6 && n >= 4 && strings.ContainsAny(digits, "DF"))
}

// ofPerson reports whether an account is not called that of an office.
func ofPerson(_, before, _ string) bool { return !ofOffice.MatchString(before) }

// birthday reports whether a date is one of birth, and the words around it name a person
// who may be alive.
func birthday(part, before, after string) bool {
	born := strings.HasPrefix(strings.TrimLeft(after, " 出"), "生") || bornBefore.MatchString(before)
	return born && part >= "1915" && name.MatchString(before+part+after)
}

// patient reports whether a disease is that of a person whose name stands before it: not
// 王某, 李大爷, and not 隐患.
func patient(_, before, _ string) bool { return !anybody.MatchString(before) }

func pupil(part, _, after string) bool {
	return !teacher.MatchString(part) && !strings.HasPrefix(after, "老师")
}
