"""The scripts behind the buttons: they take an open workbook and call the library.

Only xlwings' free part is used. Whatever is done here, every engine of xlwings can do.
"""
