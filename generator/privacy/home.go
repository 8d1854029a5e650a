package privacy

import (
	"regexp"
	"strings"
)

var (
	// homeWord matches the words before a home address. 地址 and 住所 alone are
	// used for offices and companies.
	homeWord = regexp.MustCompile(`(家庭住址|家庭地址|现住址|住址|居住地址|常住地址|户籍(?:所在)?地址?)[\s|]*[:：为為是在]?\s*|(家住|现住在?)[于在]?`)
	// office matches a word before homeWord that makes it the address of an office.
	office = regexp.MustCompile(`(单位|公司|企业|机构|办公|经营)$`)
	// addressText matches a whole address.
	addressText = regexp.MustCompile(`^(?:[^，。；、,;\s|"“”（）()<>]| [0-9号室单户]){1,60}`)
	// house matches the number of a house, a staircase or a room.
	house = regexp.MustCompile(`[0-9一二三四五六七八九十甲乙]+ ?(?:号|號|栋|幢|座|单元|單元|室|户|戶|弄|组)|[0-9]{3,}$`)
	// room matches the number of a staircase or a room in a house.
	room = regexp.MustCompile(`(?:单元|單元|栋|幢|号楼|號樓|号院|號院)[甲乙]?[0-9一二三四五六七八九十]+|[0-9]+(?:室|户|戶)`)
	// street and county match the part of an address that may be published.
	street = regexp.MustCompile(`^.*?(?:街道|地区|镇|鎮|乡|鄉)`)
	county = regexp.MustCompile(`^.*?[^小社园園院校0-9一二三四五六七八九十][区區县縣旗]`)
)

// homes returns the home addresses of a line that include the number of the
// house. After 家住, which reports also use for neighbourhoods, they must include
// that of the room.
func homes(line string) []Finding {
	var found []Finding
	for _, at := range homeWord.FindAllStringSubmatchIndex(line, -1) {
		if before, _ := around(line, at[0], at[0]); office.MatchString(before) {
			continue
		}
		address := addressText.FindString(line[at[1]:])
		exact := house
		if at[2] < 0 {
			exact = room
		}
		if address == "" || strings.Contains(address, "*") || !exact.MatchString(address) {
			continue
		}
		found = append(found, Finding{Kind: Home, Start: at[1], End: at[1] + len(address), Digits: address})
	}
	return found
}

// toStreet cuts an address after the 街道 or 乡镇, else after the district; it is
// empty if there is neither.
func toStreet(address string) string {
	if s := street.FindString(address); s != "" {
		return s
	}
	return county.FindString(address)
}
