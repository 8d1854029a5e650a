package privacy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func found(text string) []string {
	var list []string
	for f := range Find(text) {
		list = append(list, f.Kind.Name()+" "+f.Masked())
	}
	return list
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"张某，11010519491231002X。", []string{"身份证号码 11*************02X"}},
		{"证件号：１１０１０５１９４９１２３１００２Ｘ", []string{"身份证号码 11*************02X"}},
		{"110105 19491231 002x", []string{"身份证号码 11*************02X"}},
		{"电话 13800138000", []string{"手机号码 138****8000"}},
		{"+86 138-0013-8000、8613800138000", []string{"手机号码 138****8000", "手机号码 138****8000"}},
		{"开户行：某某银行，卡号 6222 0212 3456 7890 128", []string{"银行卡号 6222***********0128"}},
		{"账号：4111111111111111", []string{"银行卡号 4111********1111"}},
		{"12 13800138000", []string{"手机号码 138****8000"}},
		{"3 11010519491231002X 13800138000", []string{"身份证号码 11*************02X", "手机号码 138****8000"}},
		{"1 138 0013 8000 2", []string{"手机号码 138****8000"}},
		{"家庭住址：东城区东直门街道东四大街3号楼2单元501室，电话13800138000", []string{"住址 东城区东直门街道***", "手机号码 138****8000"}},
		{"现住址 北京市东城区北新桥三条12号", []string{"住址 北京市东城区***"}},
		{"家庭住址：东城区东直门街道东四大街 3 号楼", []string{"住址 东城区东直门街道***"}},
		{"| 住址 | 甲镇乙村六组 |", []string{"住址 甲镇***"}},
		{"家住和平里五区3号楼2单元的张某", []string{"住址 ***"}},
		{"户籍所在地為東城區東直門街道三號院", []string{"住址 東城區東直門街道***"}},
		{"住址：某小区13800138000室", []string{"住址 ***"}},
		// What stands on government pages and is no person's number.
		{"政府网站标识码：1101010020", nil},
		{"京公网安备 11010102004730号", nil},
		{"索引号：000014349/2021-00012", nil},
		{"统一社会信用代码 12110101400777777X", nil},
		{"统一社会信用代码：11010519491231002X", nil},
		{"统一社会信用代码91110000MA00ABCD0X", nil},
		{"电话：010-64031118-2538", nil},
		{"投入13800138000元，补贴 15012345678 元", nil},
		{"国办发〔2017〕47号、京政发〔2021〕13800138000号文", nil},
		{"共1594家次，4111111111111111", nil},
		{"已经遮掩：138****8000、11*************02X", nil},
		{"https://a.cn/?id=13800138000", nil},
		{"v1.13800138000", nil},
		{"数据 3.13800138000", nil},
		{"索引号 000014349-13800138000", nil},
		{"单位住址：东城区钱粮胡同3号", nil},
		{"地址：东城区钱粮胡同3号，住所：北京市东城区1号楼101室", nil},
		{"家庭住址：东城区东直门街道***", nil},
		{"家庭住址写到街道：东城区东直门街道", nil},
		{"家住东四五条的居民、现住3号院的老人和住在5号楼的住户", nil},
		{"户籍人口3万人，住户501户，居住满3年", nil},
	} {
		if got := found(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestUnmasked looks under the heads of tables.
func TestUnmasked(t *testing.T) {
	rows := [][]string{
		{"2021年发放名单（身份证号、手机号已经遮掩的，照样公开）"},
		{"序号", "姓名", "身份证号码", "住址", "金额"},
		{"1", "张某", "11*************02X", "东城区东直门街道", "13800138000"},
		{"2", "李某", "430104", "东直门街道3号楼501室", "200"},
		{"3", "王某", "", "—"},
		{"序号", "姓名", "身份证号码", "住址", "金额"}, // the head again, on the next page
	}
	var got []string
	for c := range Unmasked(rows) {
		got = append(got, c.Head+" "+c.Text)
	}
	if want := []string{"身份证号码 430104", "住址 东直门街道3号楼501室"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for range Unmasked(rows) {
		break // stops
	}
}

// TestHeads looks under heads that name what an editor judges: of a list of persons, not
// of one of offices, and not where it is masked.
func TestHeads(t *testing.T) {
	const rule = "\n|---|---|---|---|---|\n"
	for _, c := range []struct{ table, want string }{
		{"| 姓名 | 电话 | 护照 | 车牌 | 邮箱 |" + rule + "| 张某 | 68615555 | E12345678 | E12345 | li@example.com |", "电话 护照 车牌 邮箱"},
		{"| 姓名 | 电话 | 护照 | 车牌 | 邮箱 |" + rule + "| 张某 | 6861**** | E12****78 | 苏E***45 | l***@example.com |", ""},
		{"| 姓名 | 电话 | 护照 | 车牌 | 邮箱 |" + rule + "| 张某 | - | 无 | 不公开 | zs@gusu.gov.cn |", ""},
		{"| 单位 | 电话 | 职务 | 姓名 | 邮箱 |" + rule + "| 区信访局 | 0512-68615555 | 科长 | 张某 | li@example.com |", ""},
		{"| 姓名 | 身份证号 | 手机 | 住址 | 生日 |" + rule + "| 张某 | **430104** | _138_ | **六组 3 号** | 1990-1-2 |", "身份证号 手机 住址 生日"},
	} {
		var got []string
		for cell := range Cells(c.table + "\n\n") {
			got = append(got, cell.Head)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.table, got, c.want)
		}
	}
}

// identity makes a valid identity number.
func identity(r *rand.Rand) string {
	codes := []string{"110105", "310101", "440304", "650102", "820000", "500101"}
	birth := time.Date(1930+r.IntN(90), 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
	digits := codes[r.IntN(len(codes))] + birth.Format("20060102") + fmt.Sprintf("%03d", r.IntN(1000))
	return digits + string(IdentityCheck(digits))
}

// TestIdentityNumbers finds 1,000 valid numbers in 1,000 texts, and none of
// 1,000 that miss validity by one digit, by their birthday or by their province.
func TestIdentityNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 1000 {
		number := identity(r)
		text := "第" + fmt.Sprint(i) + "名，公民" + number + "，已登记"
		list := slices.Collect(Find(text))
		if len(list) != 1 || list[0].Digits != number || text[list[0].Start:list[0].End] != number {
			t.Fatalf("%s is not found", number)
		}
		if masked, list := Mask(text, nil); len(list) != 1 || strings.Contains(masked, number[2:15]) || len(found(masked)) > 0 {
			t.Fatalf("masked: %s", masked)
		}
		miss := []byte(number)
		switch i % 4 {
		case 0: // the check digit
			miss[17] = "0123456789X"[(strings.IndexByte("0123456789X", miss[17])+1+r.IntN(10))%11]
		case 1: // the birthday
			copy(miss[10:14], "1332")
			miss[17] = IdentityCheck(string(miss[:17]))
		case 2: // the province
			copy(miss[:2], "99")
			miss[17] = IdentityCheck(string(miss[:17]))
		case 3: // one digit more
			miss = append(miss, '7')
		}
		for _, f := range slices.Collect(Find("编号" + string(miss) + "号")) {
			if f.Kind == Identity {
				t.Fatalf("%s is taken for an identity number", miss)
			}
		}
	}
}

// FuzzFind holds that findings lie in the text, in order, and that a masked
// text has none left.
func FuzzFind(f *testing.F) {
	f.Add("电话 +86 138-0013-8000，11010519491231002X。")
	f.Add("账号4111111111111111\n１３８００１３８０００")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for found := range Find(text) {
			if found.Start < at || found.End > len(text) || found.End <= found.Start {
				t.Fatalf("%q: %+v", text, found)
			}
			at = found.End
		}
		masked, _ := Mask(text, nil)
		if again, list := Mask(masked, nil); list != nil {
			t.Errorf("%q, masked %q, again %q", text, masked, again)
		}
	})
}

// FuzzMask masks any text so that nothing is left to mask.
func FuzzMask(f *testing.F) {
	f.Add("张某，11010519491231002X，+86 138-0013-8000，家住和平里五区3号楼2单元501室，卡号 4111 1111 1111 1111")
	f.Add("12 13800138000 3 住址：东直门街道12 号")
	f.Fuzz(func(t *testing.T, text string) {
		masked, _ := Mask(text, nil)
		if again, left := Mask(masked, nil); left != nil {
			t.Errorf("%q → %q → %q", text, masked, again)
		}
		for range Cells(text) {
			continue
		}
	})
}
