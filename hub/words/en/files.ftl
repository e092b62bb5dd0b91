# Pictures and files that come with something.

files-attach = Add pictures or files
files-with-it = With it: { $names }
files-download = A file that people get
files-take-away = Take it away
files-download-hint = A template, a checklist, a document: up to 25 MB, handed on as it is. What is free can be taken at once; what has a price, once you two have agreed.
files-get = Download<vh>: { $name }</vh>
files-comes-with-it = With it comes <strong>{ $name }</strong>, { $size }
files-taken-by = { $n ->
    [one] taken by { $n } person
   *[other] taken by { $n } people
}
files-picture = A picture
files-picture-alt = The picture that stands there
files-picture-hint = JPEG, PNG, WebP or GIF, up to 10 MB. Where and when it was taken is not kept.
files-picture-address = Or where a picture stands on the web
files-too-many-fields = it has too many fields.
files-too-slow = It took too long to arrive. Please send it again.
files-too-large = That is more than fits: at most { $megabytes } MB in one file.
files-too-long = That is more than fits: at most { $kibibytes } KiB. Make it shorter and send it again.
files-no-text = some of it is no text (UTF-8).
files-broken-off = it broke off in the middle.
files-photo-first = Choose a photo first.
files-photo-set = That is you now, wherever you are seen here.
files-photo-gone = Your photo is taken away. The drawn face is back.
