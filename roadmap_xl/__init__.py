"""Excel workbooks for a school's «дорожная карта»: filled, checked, merged for the district."""
