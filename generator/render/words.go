package render

import "gongshi/generator/site"

// Words are the texts that this package itself prints on pages: the conversion to other
// variants needs all texts in advance. TestWordsOfTheProgram checks the list.
var Words = func() []string {
	list := []string{
		"二维码：", "已撤下", "已有新的内容代替", "查看新的内容", "首页", "站点地图", searchTitle, searchDescription, helpTitle, helpDescription, recordTitle, "没有网络的时候", "本表没有公布", "页面不存在", "正文", summaryForm, site.DescriptionForm,
		"，目标 ", "目标 ", "见文字说明", "结果", "项", "发文机关",
	}
	for _, outcome := range []site.Outcome{site.Met, site.Missed, site.Pending} {
		list = append(list, outcome.Text())
	}
	for _, w := range stateWords {
		list = append(list, w.word)
	}
	for _, c := range site.Columns {
		list = append(list, c.Label)
	}
	return list
}()
