package content

import (
	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// leftoverAdvice tells of each kind of leftover what it is and what to write instead.
var leftoverAdvice = map[markdown.Form]struct{ message, hint string }{
	markdown.Shortcode:  {"这是别的网站生成工具的短代码，会按文字原样显示", "图片写作 ![说明](tu.png)，链接写作 [文字](地址)，其他的换成文字；不要就删掉"},
	markdown.Container:  {"这是别的工具的提示框记号，会按文字原样显示", "删掉这一行；提示的文字每行前面写 > 和空格"},
	markdown.Alert:      {"这是别的工具的提示框记号，会按文字原样显示", "换成粗体的文字，例如 **注意**"},
	markdown.Attributes: {"花括号里的属性会按文字原样显示", "删掉花括号和里面的字；标题的位置名按标题自动生成；不转换的文字写作 [文字]{原样}"},
	markdown.Footnote:   {"这个脚注没有注的文字，或者不能用在这里，记号会按文字原样显示", "另起一行写 [^1]: 注的文字；目标的标题、链接、图片和注里面不能用脚注，把文字写在括号里"},
	markdown.Definition: {"这一行链接的地址会按文字原样显示", "另起一段，顶格写 [名称]: 地址，和“[1]: 数据来源”这样的文字分开"},
	markdown.Reference:  {"没有这个名称的地址，记号会按文字原样显示", "写作 [文字](地址)；或者另起一段写 [名称]: 地址"},
	markdown.Contents:   {"双方括号和目录的记号会按文字原样显示", "目录不用写，删掉；链接写作 [文字](文件名.md)"},
	markdown.BrokenLink: {"链接的写法不对，会按文字原样显示", "写作 [文字](地址)：括号用半角，两个括号之间不空格，后面的括号不能少；地址里有括号就写作 [文字](<地址>)"},
	markdown.CheckBox:   {"勾选框的记号会按文字原样显示", "没有完成的写 ☐，完成的写 ☑"},
	markdown.TableRow:   {"这不是完整的表格，竖线会按文字原样显示", "表头下面写一行 | --- | --- |，格子和表头一样多；表格的上面空一行"},
	markdown.Underline:  {"文字下面的 === 会按文字原样显示", "标题写在一行里：## 标题"},
	markdown.DeepList:   {"前面空了四格以上，这一项不会成为列表，记号会按文字原样显示", "顶格写 - 和空格；上面空一行"},
	markdown.Inclusion:  {"这里不能引用别的文件，会按文字原样显示", "把文字抄过来，或者写成链接 [文字](文件名)"},
	markdown.WideMark:   {"全角的记号不起作用，会按文字原样显示", "把输入法切换到英文再输入 * > 和 `"},
	markdown.Strong:     {"粗体的记号不起作用，会按文字原样显示", "写作 **文字**，记号和文字之间不空格；星号是文字就写作 \\*"},
	markdown.Struckout:  {"删除线的记号不起作用，会按文字原样显示", "写作 ~~文字~~，记号和文字之间不空格"},
	markdown.Highlight:  {"== 会按文字原样显示", "强调写作 **文字**"},
	markdown.Formula:    {"这里不能写公式，$$ 会按文字原样显示", "用文字写，平方写作 m²；或者用图片"},
	markdown.Backticks:  {"反引号会按文字原样显示", "代码的前后各另起一行写 ```；不是代码就删掉"},
	markdown.Unused:     {"正文没有用到这条注或者这个地址，它不会显示", "在正文里写上它的记号，例如 [^1] 或者 [文字][名称]；不要就删掉这一行"},
	markdown.Emoji:      {"这个表情的代号会按文字原样显示", "删掉它"},
}

// checkLeftovers warns of marks that pages show as they are written.
func (f *file) checkLeftovers() {
	for _, l := range f.doc.Leftovers {
		advice := leftoverAdvice[l.Form]
		f.add(f.src.Report(diag.Warning, "markdown", l.Start, l.End, advice.message).WithHint(advice.hint).WithFix(l.Fix))
	}
}
